package dev.almanac.jobs;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.install.Finding;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a look at every part found, for the history and for Prometheus. */
final class HealthRecord {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Instant at = Instant.now();
  private final List<Finding> health;
  private final boolean well;

  HealthRecord(List<Finding> health, boolean well) {
    this.health = List.copyOf(health);
    this.well = well;
  }

  Map<String, Object> view() {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("at", at.toString());
    view.put("well", well);
    view.put("parts", health);
    return view;
  }

  /** Adds a line. It is one write, so none is ever half another's. */
  void append(Path history) throws IOException {
    Files.write(
        history,
        (JSON.writeValueAsString(view()) + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  void publish(Path textfile) throws IOException {
    GaugeSnapshot.Builder up =
        GaugeSnapshot.builder()
            .name("almanac_health_well")
            .help("Whether a part of the monitoring was well when it was last asked.");
    for (Map.Entry<String, Boolean> part : parts().entrySet()) {
      up.dataPoint(
          GaugeSnapshot.GaugeDataPointSnapshot.builder()
              .labels(Labels.of("part", part.getKey()))
              .value(part.getValue() ? 1 : 0)
              .build());
    }
    GaugeSnapshot asked =
        GaugeSnapshot.builder()
            .name("almanac_health_timestamp_seconds")
            .help("When the parts of the monitoring were last asked.")
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .value((double) at.getEpochSecond())
                    .build())
            .build();
    TextfileMetrics.replace(textfile, new MetricSnapshots(List.of(up.build(), asked)));
  }

  /** Well where all that was found of it is. */
  private Map<String, Boolean> parts() {
    Map<String, Boolean> parts = new LinkedHashMap<>();
    health.forEach(found -> parts.merge(found.part(), found.well(), Boolean::logicalAnd));
    return parts;
  }
}
