package dev.almanac.jobs;

import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.IntToDoubleFunction;

/**
 * Some days of two hosts that the examples of the documentation ask about: one of them was down for
 * a while, its disk fills up, and its service was restarted; a third host was taken away.
 */
final class DocumentedArchive {

  static final long BEGIN = Instant.parse("2026-11-20T00:00:00Z").toEpochMilli();
  static final long STEP = 300_000;

  private static final int STEPS_OF_DAY = (int) (86_400_000L / STEP);
  private static final int RESTART = 500;
  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  /** Nobody asks for anything in the hour that ends then. */
  private static final int IDLE_UNTIL = 432;

  private static final int DOWN_FROM = 600;
  private static final int DOWN_UNTIL = 620;

  private static final int ALL = 3 * STEPS_OF_DAY;

  private final Map<Labels, List<Run>> series = new TreeMap<>();

  private DocumentedArchive() {}

  /** Archives three of them by two backups, the first of which knows half of the time. */
  static Path in(Path folder) throws IOException {
    Path archive = folder.resolve("archive");
    for (int steps : List.of(ALL / 2, ALL)) {
      DocumentedArchive documented = new DocumentedArchive();
      documented.addHosts(steps);
      Path snapshot = Files.createDirectories(folder.resolve("snapshot-" + steps));
      TestArchive.block(snapshot, documented.series);
      SerialBackup.of(snapshot, archive);
    }
    return archive;
  }

  private void addHosts(int steps) {
    for (String instance : List.of("alpha:9100", "beta:9100")) {
      addHost(instance, steps, new SplittableRandom(instance.hashCode()));
    }
    addGone(Math.min(steps, 300));
  }

  /** Its disk ends as Prometheus ends a series: by a stale marker. */
  private void addGone(int steps) {
    add(steps, i -> 1, "up", "instance", "gone:9100", "job", "node");
    String[] disk = {"instance", "gone:9100", "mountpoint", "/"};
    add(steps, i -> i == 299 ? STALE : 1e11, "node_filesystem_size_bytes", disk);
    add(steps, i -> i == 299 ? STALE : 5e10, "node_filesystem_avail_bytes", disk);
  }

  private void addHost(String instance, int steps, SplittableRandom random) {
    boolean alpha = instance.startsWith("alpha");
    double[] noise = remembered(random, alpha ? 0.2 : 0.1);
    IntToDoubleFunction load = i -> 1.5 + noise[i] + habit(i, alpha ? 0 : 0.15) * (alpha ? 1 : 0.6);
    double[] writes = remembered(random, 6e8);
    add(steps, i -> alpha && isDown(i) ? 0 : 1, "up", "instance", instance, "job", "node");
    add(steps, load, "node_load1", "instance", instance);
    add(steps, i -> 8e9, "node_memory_MemTotal_bytes", "instance", instance);
    add(
        steps,
        i -> 5e9 - load.applyAsDouble(i) * 1e9,
        "node_memory_MemAvailable_bytes",
        "instance",
        instance);
    add(steps, i -> 1e11, "node_filesystem_size_bytes", "instance", instance, "mountpoint", "/");
    add(
        steps,
        i -> (alpha ? 6e10 - i * (2.16e10 / ALL) : 7e10) + writes[i],
        "node_filesystem_avail_bytes",
        "instance",
        instance,
        "mountpoint",
        "/");
    // Hardly ever written to: it will be full in two million years.
    add(steps, i -> 1e11, "node_filesystem_size_bytes", "instance", instance, "mountpoint", "/srv");
    add(
        steps,
        i -> i == 0 ? 7e10 : 7e10 - 4096,
        "node_filesystem_avail_bytes",
        "instance",
        instance,
        "mountpoint",
        "/srv");
    for (String mode : List.of("idle", "user", "system")) {
      double share = mode.equals("idle") ? 250 : mode.equals("user") ? 40 : 10;
      add(
          steps,
          i -> i * share,
          "node_cpu_seconds_total",
          "cpu",
          "0",
          "instance",
          instance,
          "mode",
          mode);
    }
    for (String code : List.of("200", "500")) {
      double[] total = new double[ALL];
      for (int i = 1; i < ALL; i++) {
        double share = code.equals("200") ? 300 : 0.5;
        double more = isIdle(i) ? 0 : share * load.applyAsDouble(i);
        total[i] = Math.rint((i == RESTART ? 0 : total[i - 1]) + more);
      }
      add(steps, i -> total[i], "http_requests_total", "code", code, "instance", instance);
    }
    for (String le : List.of("0.1", "0.5", "1", "+Inf")) {
      double share = Map.of("0.1", 70.0, "0.5", 93.0, "1", 98.0, "+Inf", 100.0).get(le);
      add(
          steps,
          i -> i * share,
          "http_request_duration_seconds_bucket",
          "instance",
          instance,
          "le",
          le);
    }
  }

  /** More by day than by night, and less at the end of the week. */
  private static double habit(int step, double phase) {
    double day = (double) step / STEPS_OF_DAY;
    boolean weekend = (int) day % 7 == 1 || (int) day % 7 == 2;
    return (1 + Math.sin((day - 0.3 - phase) * 2 * Math.PI)) * (weekend ? 0.4 : 1);
  }

  /** Noise that remembers itself. */
  private static double[] remembered(SplittableRandom random, double size) {
    double[] noise = new double[ALL];
    for (int i = 1; i < ALL; i++) {
      noise[i] = 0.9 * noise[i - 1] + size * (random.nextDouble() + random.nextDouble() - 1);
    }
    return noise;
  }

  private static boolean isIdle(int step) {
    return step > IDLE_UNTIL - 12 && step <= IDLE_UNTIL;
  }

  private static boolean isDown(int step) {
    return step >= DOWN_FROM && step < DOWN_UNTIL;
  }

  private void add(int steps, IntToDoubleFunction value, String name, String... labels) {
    Map<String, String> all = new TreeMap<>(Map.of(Labels.METRIC_NAME, name));
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], labels[i + 1]);
    }
    List<Run> runs = new ArrayList<>();
    for (int from = 0; from < steps; from += 120) {
      runs.add(run(from, Math.min(steps, from + 120), value, name.equals("up")));
    }
    runs.removeIf(run -> run.size() == 0);
    series.put(Labels.of(all), runs);
  }

  private static FloatRun run(int from, int until, IntToDoubleFunction value, boolean scraped) {
    FloatRun run = new FloatRun(until - from);
    int size = 0;
    for (int i = from; i < until; i++) {
      // For an hour Prometheus itself was away.
      if (!scraped || i < 700 || i >= 712) {
        run.timestamps[size] = BEGIN + i * STEP;
        run.valueBits[size++] = Double.doubleToRawLongBits(value.applyAsDouble(i));
      }
    }
    run.setSize(size);
    run.setStartsChunk(true);
    return run;
  }
}
