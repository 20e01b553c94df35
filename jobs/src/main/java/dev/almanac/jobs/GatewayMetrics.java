package dev.almanac.jobs;

import dev.almanac.gateway.GatewayTally;
import dev.almanac.gateway.ReadOutcome;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** What {@code almanac history serve} tells of itself; docs/metrics.md describes each. */
final class GatewayMetrics {

  private GatewayMetrics() {}

  static void write(OutputStream out, GatewayTally tally) throws IOException {
    PrometheusTextFormatWriter.create()
        .write(
            out,
            new MetricSnapshots(
                reads(tally),
                counter(
                    "almanac_history_series",
                    "Series in remote reads that were answered.",
                    (double) tally.series()),
                counter(
                    "almanac_history_samples",
                    "Samples in remote reads that were answered.",
                    (double) tally.samples()),
                counter(
                    "almanac_history_sent_bytes",
                    "Bytes of remote reads that were answered, as sent.",
                    (double) tally.bytes()),
                counter(
                    "almanac_history_read_seconds",
                    "Time that remote reads took, waiting for others included.",
                    tally.seconds()),
                GaugeSnapshot.builder()
                    .name("almanac_history_reads_in_flight")
                    .help("Remote reads being answered, or waiting.")
                    .dataPoint(
                        GaugeDataPointSnapshot.builder().value((double) tally.inFlight()).build())
                    .build()));
  }

  private static CounterSnapshot reads(GatewayTally tally) {
    CounterSnapshot.Builder reads =
        CounterSnapshot.builder()
            .name("almanac_history_reads")
            .help("Remote reads, by how they ended.");
    for (ReadOutcome outcome : ReadOutcome.values()) {
      reads.dataPoint(
          CounterDataPointSnapshot.builder()
              .labels(Labels.of("outcome", outcome.name().toLowerCase(Locale.ROOT)))
              .value((double) tally.reads(outcome))
              .build());
    }
    return reads.build();
  }

  private static CounterSnapshot counter(String name, String help, double value) {
    return CounterSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(CounterDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
