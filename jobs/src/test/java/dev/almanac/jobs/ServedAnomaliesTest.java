package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Anomalies in a real Prometheus and in the archive that the service itself makes of it. */
@Timeout(600)
class ServedAnomaliesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long STEP = 15_000;

  /** So long a silence is before what is archived, and before what is not. */
  private static final long HOUR = 3_600_000;

  private static final Labels SOURCE =
      Labels.of("__name__", "node_load1", "instance", "a:9100", "job", "node");

  @TempDir private Path scratch;
  private PrometheusServer prometheus;
  private Path archive;
  private ServedArchive served;
  private long now;

  @BeforeEach
  void start() {
    now = System.currentTimeMillis() / 1000 * 1000;
    prometheus =
        PrometheusServer.start(
            scratch.resolve("prometheus"), "global: {external_labels: {site: here}}");
    archive = scratch.resolve("archive");
    String secret = ServedArchive.token(archive, "tester", "operate");
    served = ServedArchive.start(scratch, archive, secret, 0, "--prometheus", prometheus.url());
  }

  @AfterEach
  void stop() {
    served.close();
    prometheus.close();
  }

  private static Labels written(String name) {
    return Labels.of("__name__", name, "for", "node_load1", "instance", "a:9100", "job", "node");
  }

  private void write(Labels labels, long from, double... values) {
    FloatRun run = new FloatRun(values.length);
    for (int i = 0; i < values.length; i++) {
      run.timestamps[i] = from + i * STEP;
      run.valueBits[i] = Double.doubleToRawLongBits(values[i]);
    }
    run.setSize(values.length);
    assertThat(prometheus.writer().write(new WriteRequest().add(labels, run)))
        .isInstanceOf(WriteOutcome.Accepted.class);
  }

  /** Five samples of which the third and the fourth are anomalous, and the fourth worst. */
  private void writeAnomaly(long from) {
    write(SOURCE, from, 1, 1, 7, 9, 1);
    write(written("almanac_anomaly_score"), from, 0.1, 0.2, 2, 3, 1);
    write(written("almanac_forecast"), from, 1, 1, 1.25, 1.5, 1);
    write(written("almanac_forecast_lower"), from, 0, 0, 0, 0.5, 0);
    write(written("almanac_forecast_upper"), from, 2, 2, 2, 2.5, 2);
  }

  private JsonNode anomalies(String query) {
    return served.json("/api/v1/anomalies" + query).path("anomalies");
  }

  private void expectEpisode(JsonNode episode, long from) {
    assertThat(episode.path("labels").toString())
        .isEqualTo("{\"__name__\":\"node_load1\",\"instance\":\"a:9100\",\"job\":\"node\"}");
    assertThat(episode.path("start").asLong()).isEqualTo((from + 2 * STEP) / 1000);
    assertThat(episode.path("end").asLong()).isEqualTo((from + 3 * STEP) / 1000);
    assertThat(episode.path("samples").asInt()).isEqualTo(2);
    assertThat(episode.path("peak").toString())
        .isEqualTo(
            "{\"at\":%d,\"score\":3.0,\"value\":9.0,\"expected\":1.5,\"lower\":0.5,\"upper\":2.5}"
                .formatted((from + 3 * STEP) / 1000));
  }

  private JsonNode follow(HttpResponse<String> begun) {
    assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
    String place = begun.headers().firstValue("Location").orElseThrow();
    Await.until(
        "it is over", PATIENCE, () -> !served.json(place).path("state").asText().equals("running"));
    JsonNode operation = served.json(place);
    assertThat(operation.path("state").asText()).as(operation.toString()).isEqualTo("done");
    return operation;
  }

  @Test
  void tellsWhatFiredBeforeAndAfterABackupThatItMakesItself() throws IOException {
    long before = now - HOUR;
    writeAnomaly(before);
    assertThat(anomalies("")).hasSize(1);

    JsonNode backup = follow(served.post("/api/v1/backups"));
    String id = backup.path("result").path("backup").asText();
    assertThat(served.json("/api/v1/backups/latest").path("id").asText()).isEqualTo(id);
    assertThat(served.json("/api/v1/backups/latest").path("drill").isNull()).isTrue();
    long after = now;
    writeAnomaly(after);

    JsonNode all = anomalies("?match=node_load1&to=" + (now + HOUR) / 1000);
    assertThat(all).hasSize(2);
    expectEpisode(all.get(0), before);
    expectEpisode(all.get(1), after);
    showsThemInParts();
    drills(id);
    archiveAnswersAlone(before);
    tellsInTheAuditLogWhoBeganThem();
  }

  private void showsThemInParts() {
    String path = "/api/v1/anomalies?limit=1&to=" + (now + HOUR) / 1000;
    JsonNode first = served.json(path);
    JsonNode second = served.json(path + "&after=" + first.path("next").asText());
    assertThat(first.path("anomalies").get(0)).isNotEqualTo(second.path("anomalies").get(0));
    assertThat(second.path("next").isNull()).isTrue();
    HttpResponse<String> csv = served.get(path + "&format=csv");
    assertThat(csv.body().lines()).hasSize(2).first().asString().startsWith("series,start,end,");
    assertThat(csv.headers().firstValue("X-Next")).contains(first.path("next").asText());
    assertThat(anomalies("?match=up&to=" + (now + HOUR) / 1000)).isEmpty();
    assertThat(anomalies("?gap=2h&to=" + (now + HOUR) / 1000)).hasSize(1);
  }

  private void drills(String backup) {
    JsonNode drill = follow(served.post("/api/v1/backups/" + backup + "/drills"));
    assertThat(drill.path("subject").asText()).isEqualTo(backup);
    assertThat(drill.path("result").path("status").asText()).isEqualTo("passed");

    JsonNode kept = served.json("/api/v1/backups/" + backup).path("drill");
    assertThat(kept.path("status").asText()).isEqualTo("passed");
    assertThat(kept.path("summary").asText()).startsWith("it restores: ");
    assertThat(served.json("/api/v1/backups").path("backups").get(0).path("drill")).isEqualTo(kept);
    assertThat(served.json("/api/v1/backups/latest/drills").path("drills").get(0)).isEqualTo(kept);
    assertThat(served.post("/api/v1/backups/20200101T000000Z-00000000/drills").statusCode())
        .isEqualTo(404);
  }

  private void archiveAnswersAlone(long before) {
    prometheus.close();
    long end =
        Instant.parse(served.json("/api/v1/backups/latest").path("until").asText()).toEpochMilli();

    HttpResponse<String> beyond = served.get("/api/v1/anomalies?to=" + (now + HOUR) / 1000);
    String archived = "?to=" + (end / 1000 - 1);
    // A new backup is looked for now and then.
    Await.until(
        "the backup is seen",
        PATIENCE,
        () -> served.get("/api/v1/anomalies" + archived).statusCode() == 200);
    JsonNode within = anomalies(archived);

    assertThat(beyond.statusCode()).as(beyond.body()).isEqualTo(503);
    assertThat(beyond.body()).contains("cannot reach", "what is archived is answered");
    assertThat(within).hasSize(1);
    expectEpisode(within.get(0), before);
    JsonNode failed = failedBackup();
    assertThat(failed.path("problem").asText()).contains("cannot reach");
  }

  private JsonNode failedBackup() {
    HttpResponse<String> begun = served.post("/api/v1/backups");
    String place = begun.headers().firstValue("Location").orElseThrow();
    Await.until(
        "it failed", PATIENCE, () -> served.json(place).path("state").asText().equals("failed"));
    return served.json(place);
  }

  private void tellsInTheAuditLogWhoBeganThem() throws IOException {
    List<String> lines = Files.readAllLines(scratch.resolve("audit.jsonl"));
    assertThat(lines)
        .filteredOn(line -> line.contains("\"path\":\"/api/v1/backups\""))
        .hasSize(2)
        .allMatch(line -> line.contains("\"who\":\"tester\"") && line.contains("202"));
  }
}
