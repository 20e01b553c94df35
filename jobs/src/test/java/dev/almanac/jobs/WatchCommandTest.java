package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.flink.score.Written;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.NodeExporter;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it with a real Prometheus, in a JVM of its own that is stopped and killed. */
@Timeout(600)
class WatchCommandTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path temp;
  private ScoredServer scored;
  private ChildCommand watch;

  @AfterEach
  void end() {
    if (watch != null) {
      watch.kill();
    }
    if (scored != null) {
      scored.close();
    }
  }

  private void startServer() {
    scored = ScoredServer.start(temp.resolve("prometheus"));
  }

  private void startWatch() throws IOException {
    watch =
        ChildCommand.start(
            Files.createDirectories(temp.resolve("scratch")),
            WatchWords.of(
                scored.server().url(),
                temp,
                "--checkpoint-every",
                "2s",
                "--since",
                "45m",
                "--false-alarms-per-day",
                "1"));
  }

  private void awaitScoresUntilNow(Labels source) {
    scored.awaitScoresUntilNow(source, watch::said);
  }

  @Test
  void scoresEachSampleAsIfNothingHadHappenedAndFollowsModelsMeanwhile() throws Exception {
    Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
    Path root = TrainedArchive.archive(temp, 8, 1, today.minus(Duration.ofDays(8)));
    JsonNode row =
        CommandRun.of(
                "sql",
                "--archive",
                root.toString(),
                "--json",
                "SELECT labels FROM series WHERE name = 'cpu_utilisation_percent' LIMIT 1")
            .json();
    Map<String, String> known = new TreeMap<>(Map.of("__name__", "cpu_utilisation_percent"));
    row.findValue("labels")
        .properties()
        .forEach(label -> known.put(label.getKey(), label.getValue().asText()));
    Labels modelled = Labels.of(known);
    Labels alone = Labels.of("__name__", "alone", "job", "test");
    startServer();
    scored.write(modelled, alone);
    startWatch();
    awaitScoresUntilNow(modelled);
    assertThat(scored.samples(Written.HOUR_AHEAD.of(modelled))).isEmpty();

    Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);
    CommandRun train =
        CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
    assertThat(train.exit()).as(train.err()).isEqualTo(ExitCode.DONE);
    Await.until(
        "the promoted model is followed: " + watch.said(),
        PATIENCE,
        () -> !scored.samples(Written.HOUR_AHEAD.of(modelled)).isEmpty());

    watch.stop();
    assertThat(watch.said()).contains("the next start goes on from here");
    startWatch();
    awaitScoresUntilNow(alone);
    assertThat(watch.said()).contains("going on from");

    scored.restart();
    awaitScoresUntilNow(alone);

    assertThat(watch.kill()).isTrue();
    startWatch();
    awaitScoresUntilNow(alone);
    scored.assertScoredLikeUndisturbed(alone);
  }

  @Test
  void takesForAGaugeWhatItsExporterCallsOneWhateverItsName() throws Exception {
    Path texts = Files.createDirectories(temp.resolve("texts"));
    Files.writeString(texts.resolve("queue.prom"), "# TYPE queued_count gauge\nqueued_count 7\n");
    try (NodeExporter exporter =
        NodeExporter.start(
            temp.resolve("exporter"),
            "--collector.disable-defaults",
            "--collector.textfile",
            "--collector.textfile.directory=" + texts)) {
      startServer();
      scored.server().scrape("node", exporter.address());
      Labels queued =
          Labels.of("__name__", "queued_count", "instance", exporter.address(), "job", "node");
      Await.until("it was scraped", PATIENCE, () -> !scored.samples(queued).isEmpty());
      startWatch();

      Await.until(
          "it is expected to be what it is, and not by how much it grows: " + watch.said(),
          PATIENCE,
          () -> scored.samples(Written.FORECAST.of(queued)).containsValue(7.));
    }
  }
}
