package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.flink.score.Written;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole of it with a real Prometheus, in a JVM of its own that is stopped and killed. */
@Timeout(600)
class WatchCommandTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final int HISTORY = 2400;

  private static final String SCRAPED =
      """
      scrape_configs:
        - job_name: shop
          scrape_interval: 1s
          static_configs:
            - targets: ["%s"]
        - job_name: mortal
          scrape_interval: 1s
          static_configs:
            - targets: ["%s"]
      """;

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
            "watch",
            "--prometheus",
            scored.server().url(),
            "--archive",
            temp.resolve("archive").toString(),
            "--checkpoints",
            temp.resolve("checkpoints").toString(),
            "--poll",
            "1s",
            "--lag",
            "1s",
            "--checkpoint-every",
            "2s",
            "--since",
            "45m",
            "--false-alarms-per-day",
            "1");
  }

  private static Labels scraped(String name, String job, FaultyExporter by) {
    return Labels.of("__name__", name, "instance", by.address(), "job", job);
  }

  private static double last(NavigableMap<Long, Double> samples) {
    return samples.isEmpty() ? Double.NaN : samples.lastEntry().getValue();
  }

  /** Waits until a series has been anomalous. */
  private NavigableMap<Long, Double> awaitAnomaly(Labels source) {
    Await.until(
        source + " is anomalous: " + watch.said(),
        PATIENCE,
        () -> scored.scores(source).values().stream().anyMatch(score -> score > 1));
    return scored.scores(source);
  }

  /** Of two samples that are faulty, one is anomalous at least: no later than the second scrape. */
  private void assertSoonAnomalous(Labels source, double faultyBelow, double faultyAbove) {
    NavigableMap<Long, Double> scores = awaitAnomaly(source);
    List<Long> faulty =
        scored.samples(source).entrySet().stream()
            .filter(one -> one.getValue() < faultyBelow || one.getValue() > faultyAbove)
            .map(Map.Entry::getKey)
            .limit(2)
            .toList();
    assertThat(faulty).isNotEmpty();
    assertThat(faulty.stream().map(time -> scores.getOrDefault(time, 0.)).toList())
        .as("%s at %s", source, faulty)
        .anyMatch(score -> score > 1);
  }

  /** Forty minutes of what the exporter would have shown, each second, until just now. */
  private void writeHistory(Labels labels, SplittableRandom random, double least, double noise) {
    long now = System.currentTimeMillis() / 1000 * 1000 - 1000;
    FloatRun run = new FloatRun(HISTORY);
    for (int i = 0; i < HISTORY; i++) {
      run.timestamps[i] = now - (HISTORY - i) * 1000L;
      double value = least + noise * (random.nextDouble() + random.nextDouble());
      run.valueBits[i] = Double.doubleToRawLongBits(value);
    }
    run.setSize(HISTORY);
    assertThat(
            new RemoteWriteClient(scored.server().endpoint())
                .write(new WriteRequest().add(labels, run)))
        .isInstanceOf(WriteOutcome.Accepted.class);
  }

  @Test
  void tellsFaultsOfARealTargetAndNothingOfQuietOnes() throws Exception {
    try (FaultyExporter shop =
            FaultyExporter.start("spike", "drop", "shift", "stuck", "quiet", "calm");
        FaultyExporter mortal = FaultyExporter.start("anything")) {
      startServer();
      Labels quiet = scraped("quiet", "shop", shop);
      Labels up = scraped("up", "mortal", mortal);
      writeHistory(up, new SplittableRandom(0), 1, 0);
      for (String name : List.of("spike", "drop", "shift", "stuck", "quiet", "calm")) {
        writeHistory(scraped(name, "shop", shop), new SplittableRandom(name.length()), 9, 1);
      }
      scored.server().reload(SCRAPED.formatted(shop.address(), mortal.address()));
      startWatch();
      awaitScoresUntilNow(quiet);

      shop.fault("spike", value -> 10 * value);
      shop.fault("drop", value -> 0);
      shop.fault("shift", value -> value + 30);
      shop.fault("stuck", value -> 10.25);
      mortal.die();

      assertSoonAnomalous(scraped("spike", "shop", shop), -1, 50);
      assertSoonAnomalous(scraped("drop", "shop", shop), 1, 1e9);
      assertSoonAnomalous(scraped("shift", "shop", shop), -1, 30);
      assertSoonAnomalous(up, 1, 2);
      awaitAnomaly(scraped("stuck", "shop", shop));
      Labels shift = scraped("shift", "shop", shop);
      Await.until("the shift is the new normal", PATIENCE, () -> last(scored.scores(shift)) < 1);
      for (String name : List.of("quiet", "calm")) {
        assertThat(scored.scores(scraped(name, "shop", shop)).values())
            .hasSizeGreaterThan(HISTORY)
            .allMatch(score -> score < 1);
      }
      Await.until(
          "the job tells of itself",
          PATIENCE,
          () -> !scored.server().query("almanac_scoring_lag_seconds").isEmpty());
      assertThat(scored.server().query("{__name__=~'almanac_.*', for=~'almanac_.*'}")).isEmpty();
    }
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
}
