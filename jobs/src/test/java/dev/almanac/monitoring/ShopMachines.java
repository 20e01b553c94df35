package dev.almanac.monitoring;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongToDoubleFunction;

/** What node_exporter tells of the machines of the shop, besides what its history has of them. */
final class ShopMachines {

  private final Map<Labels, List<Run>> history;
  private final Shapes shapes;

  private ShopMachines(Map<Labels, List<Run>> history, Shapes shapes) {
    this.history = history;
    this.shapes = shapes;
  }

  static void add(Map<Labels, List<Run>> history, Shapes to) {
    ShopMachines machines = new ShopMachines(history, to);
    machines.add("web-1", 4, 4e9);
    machines.add("web-2", 4, 4e9);
    machines.add("db-1", 8, 16e9);
  }

  private void add(String host, int processors, double memory) {
    String[] node = {"instance", host + ":9100", "job", "node"};
    LongToDoubleFunction load = seen("node_load1", node);
    LongToDoubleFunction available = seen("node_memory_MemAvailable_bytes", node);
    addProcessors(host, processors, load);
    Map.of("MemFree", 0.24, "Cached", 0.63, "Buffers", 0.05, "SReclaimable", 0.06)
        .forEach(
            (name, share) ->
                shapes.gauge(
                    "node_memory_" + name + "_bytes",
                    time -> share * available.applyAsDouble(time),
                    node));
    // Where memory gets short, what was thrown out has to be read again.
    shapes.counter(
        "node_vmstat_pgmajfault",
        time ->
            0.4
                + 0.4 * Shapes.wobble(host + "faults", time)
                + 900 * Math.max(0, 0.2 - available.applyAsDouble(time) / memory),
        node);
    shapes.gauge("node_filesystem_readonly", time -> 0, with(node, "mountpoint", "/"));
    boolean database = host.startsWith("db");
    addDevice(
        "node_disk_read_bytes_total",
        "sda",
        time -> (database ? 3e6 : 2e5) * load.applyAsDouble(time) * rough(host + "read", time),
        node);
    addDevice(
        "node_disk_written_bytes_total",
        "sda",
        time -> (database ? 2e6 : 4e5) * load.applyAsDouble(time) * rough(host + "write", time),
        node);
    shapes.sum(
        "node_disk_io_time_seconds_total",
        time -> Math.min(1, (database ? 0.08 : 0.03) * load.applyAsDouble(time)),
        with(node, "device", "sda"));
    addDevice(
        "node_network_receive_bytes_total",
        "eth0",
        time -> 7e5 * load.applyAsDouble(time) * rough(host + "received", time),
        node);
    addDevice(
        "node_network_transmit_bytes_total",
        "eth0",
        time -> (database ? 9e5 : 2.4e6) * load.applyAsDouble(time) * rough(host + "sent", time),
        node);
    for (String way : List.of("receive", "transmit")) {
      addDevice("node_network_" + way + "_errs_total", "eth0", time -> 0, node);
      addDevice(
          "node_network_" + way + "_drop_total",
          "eth0",
          time -> 0.4 * Shapes.wobble(host + way, time) - (way.equals("receive") ? 0.2 : 0.3),
          node);
    }
    shapes.gauge(
        "node_netstat_Tcp_CurrEstab",
        time ->
            Math.rint(30 + 60 * load.applyAsDouble(time) + 6 * Shapes.wobble(host + "tcp", time)),
        node);
  }

  private void addProcessors(String host, int processors, LongToDoubleFunction load) {
    Map<String, Double> modes =
        Map.of("user", 0.64, "system", 0.2, "iowait", 0.1, "softirq", 0.04, "steal", 0.02);
    for (int cpu = 0; cpu < processors; cpu++) {
      String own = host + " cpu" + cpu;
      LongToDoubleFunction busy =
          time ->
              Math.min(
                  0.97,
                  0.82 * load.applyAsDouble(time) / processors + 0.03 * Shapes.wobble(own, time));
      String number = String.valueOf(cpu);
      modes.forEach(
          (mode, share) ->
              addMode(
                  host, number, mode, time -> share * Math.max(0.01, busy.applyAsDouble(time))));
      addMode(host, number, "idle", time -> 1 - Math.max(0.01, busy.applyAsDouble(time)));
    }
  }

  private void addMode(String host, String cpu, String mode, LongToDoubleFunction share) {
    shapes.sum(
        "node_cpu_seconds_total",
        share,
        "cpu",
        cpu,
        "instance",
        host + ":9100",
        "job",
        "node",
        "mode",
        mode);
  }

  private void addDevice(
      String metric, String device, LongToDoubleFunction rate, String... labels) {
    shapes.counter(metric, rate, with(labels, "device", device));
  }

  private static double rough(String name, long time) {
    return 1 + 0.35 * Shapes.wobble(name, time);
  }

  private static String[] with(String[] labels, String name, String value) {
    String[] all = new String[labels.length + 2];
    all[0] = name;
    all[1] = value;
    System.arraycopy(labels, 0, all, 2, labels.length);
    return all;
  }

  /** What the history has of a series: its samples, and straight lines between them. */
  private LongToDoubleFunction seen(String metric, String... labels) {
    TreeMap<Long, Double> samples = new TreeMap<>();
    for (Run run : history.get(Shapes.labels(metric, labels))) {
      FloatRun floats = (FloatRun) run;
      for (int i = 0; i < run.size(); i++) {
        samples.put(run.timestamps[i], Double.longBitsToDouble(floats.valueBits[i]));
      }
    }
    return time -> {
      Map.Entry<Long, Double> before = samples.floorEntry(time);
      Map.Entry<Long, Double> after = samples.higherEntry(time);
      double part = (double) (time - before.getKey()) / (after.getKey() - before.getKey());
      return before.getValue() + part * (after.getValue() - before.getValue());
    };
  }
}
