package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.TestArchive;
import dev.almanac.jobs.ShopHistory;
import dev.almanac.monitoring.MonitoringTree.Rule;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Days of a shop, of Ralph and of the nightly work in a real Prometheus, with what our own rules
 * record of them: something to look at. Always the same, and long ago.
 */
final class DrawnHistory {

  /** While the shop is in trouble. */
  static final Instant NOW = Instant.parse("2026-11-16T10:58:00Z");

  private static final Duration SCRAPES = Duration.ofSeconds(15);
  private static final Duration RARELY = Duration.ofMinutes(4);
  private static final Duration EVALUATIONS = Duration.ofMinutes(1);

  /** Of the shop's own Prometheus, in seconds. */
  private static final double SHOP_SCRAPES = 120;

  private static final String[] SCORER = {"job", "almanac", "subtask", "0"};
  private static final int DAYS = 1;
  private static final int NIGHTS = 16;

  private static final String ALLOWING_THE_PAST =
      """
      storage:
        tsdb:
          out_of_order_time_window: 10y
      """;

  private DrawnHistory() {}

  static PrometheusServer start(Path folder) throws IOException {
    Path data = Files.createDirectories(folder.resolve("data"));
    long now = NOW.toEpochMilli();
    Map<Labels, List<Run>> shop = new ShopHistory().until(ShopHistory.DAYS);
    Shapes scraped = new Shapes(SCRAPES);
    ShopMachines.add(shop, scraped);
    BusyRalph.add(scraped);
    ScoredShop scored = ScoredShop.from(ShopHistory.BEGIN + Duration.ofDays(30).toMillis(), shop);
    addSamples(scored.size(), scraped);
    scraped.write(data, now, DAYS);
    Shapes nights = new Shapes(RARELY);
    NightlyWork.add(nights, now);
    addAlarms(scored, nights);
    nights.write(data, now, NIGHTS);
    TestArchive.block(data, shop);
    TestArchive.block(data, scored.written());
    PrometheusServer server = PrometheusServer.start(folder, ALLOWING_THE_PAST);
    record(server);
    return server;
  }

  /** How {@code almanac watch} keeps up with so many series. */
  private static void addSamples(int series, Shapes to) {
    to.gauge("almanac_scoring_lag_seconds", time -> 19 + 4 * Shapes.wobble("lag", time), SCORER);
    for (String outcome : List.of("scored", "cold", "absent")) {
      to.sum(
          "almanac_scoring_samples_total",
          time -> outcome.equals("scored") ? series / SHOP_SCRAPES : 0,
          "job",
          "almanac",
          "outcome",
          outcome,
          "subtask",
          "0");
    }
  }

  private static void addAlarms(ScoredShop scored, Shapes to) {
    to.gauge(
        "almanac_scoring_alarms_total",
        time -> scored.alarms().stream().filter(alarm -> alarm <= time).count(),
        SCORER);
    to.sum("almanac_scoring_alarms_due_total", time -> scored.allowedASecond(), SCORER);
  }

  /**
   * Has the server answer the expressions of our rules, and keeps the answers under their names.
   */
  private static void record(PrometheusServer server) {
    RemoteWriteClient client = server.writer();
    for (Rule rule : MonitoringTree.rules()) {
      if (!rule.alerts()) {
        WriteRequest request = new WriteRequest();
        JsonNode answer =
            server.queryRange(rule.expression(), NOW.minus(Duration.ofDays(1)), NOW, EVALUATIONS);
        answer.forEach(series -> request.add(labels(rule, series), run(series)));
        assertThat(answer).as(rule.name()).isNotEmpty();
        assertThat(client.write(request)).isInstanceOf(WriteOutcome.Accepted.class);
      }
    }
  }

  private static Labels labels(Rule rule, JsonNode series) {
    Map<String, String> labels = new TreeMap<>();
    series
        .path("metric")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    labels.put(Labels.METRIC_NAME, rule.name());
    return Labels.of(labels);
  }

  private static Run run(JsonNode series) {
    JsonNode values = series.path("values");
    FloatRun run = new FloatRun(values.size());
    for (int i = 0; i < values.size(); i++) {
      run.timestamps[i] = values.get(i).get(0).asLong() * 1000;
      run.valueBits[i] = Double.doubleToRawLongBits(values.get(i).get(1).asDouble());
    }
    run.setSize(values.size());
    return run;
  }
}
