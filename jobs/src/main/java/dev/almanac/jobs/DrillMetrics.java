package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.time.Instant;

/** What monitoring is told of a drill, however it ended. */
final class DrillMetrics {

  private DrillMetrics() {}

  static MetricSnapshots of(DrillRun drill) {
    Instant now = Instant.now();
    return new MetricSnapshots(
        gauge(
            "almanac_restore_drill_success",
            "Whether the last drill restored the backup and found no difference.",
            drill.success() ? 1 : 0),
        gauge(
            "almanac_restore_drill_timestamp_seconds",
            "When the last drill ended.",
            (double) now.getEpochSecond()),
        gauge(
            "almanac_restore_drill_duration_seconds",
            "How long the last drill took.",
            Duration.between(drill.begin(), now).toMillis() / 1000.0),
        gauge(
            "almanac_restore_drill_samples",
            "How many samples the last drill compared.",
            (double) drill.samples()),
        gauge(
            "almanac_restore_drill_differences",
            "How many differences the last drill found.",
            drill.differences().size()),
        gauge(
            "almanac_restore_drill_backup_timestamp_seconds",
            "When the backup of the last drill was taken; 0 where none was found.",
            drill
                .backup()
                .map(Manifest::takenAt)
                .map(taken -> (double) taken.getEpochSecond())
                .orElse(0.0)));
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
