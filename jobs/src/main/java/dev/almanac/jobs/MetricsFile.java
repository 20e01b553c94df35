package dev.almanac.jobs;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run of a nightly verb writes into its file of metrics, knowing what the last one wrote.
 */
final class MetricsFile {

  private final Path file;
  private final Map<String, Double> before;
  private final List<MetricSnapshot> metrics = new ArrayList<>();

  private MetricsFile(Path file, Map<String, Double> before) {
    this.file = file;
    this.before = before;
  }

  /** Begins anew, with what the file says by now, if it is there. */
  static MetricsFile after(Path file) throws IOException {
    return new MetricsFile(file, TextfileMetrics.read(file));
  }

  MetricsFile gauge(String name, String help, double value) {
    metrics.add(
        GaugeSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
            .build());
    return this;
  }

  MetricsFile gauge(String name, String help, boolean value) {
    return gauge(name, help, value ? 1 : 0);
  }

  /** A counter that goes on from what the file says. */
  MetricsFile count(String name, String help, long more) {
    if (!name.endsWith("_total")) {
      throw new IllegalArgumentException("a counter's name ends with _total: " + name);
    }
    metrics.add(
        CounterSnapshot.builder()
            .name(name.substring(0, name.length() - "_total".length()))
            .help(help)
            .dataPoint(
                CounterSnapshot.CounterDataPointSnapshot.builder()
                    .value(before.getOrDefault(name, 0.0) + (double) more)
                    .build())
            .build());
    return this;
  }

  /** A gauge as the file has it; nothing where it has none. */
  MetricsFile keep(String name, String help) {
    if (before.containsKey(name)) {
      gauge(name, help, before.get(name));
    }
    return this;
  }

  void write() throws IOException {
    TextfileMetrics.replace(file, new MetricSnapshots(metrics));
  }
}
