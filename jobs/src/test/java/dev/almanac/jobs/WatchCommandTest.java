package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.Incident;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.SeriesMemory;
import dev.almanac.flink.score.SeriesScorer;
import dev.almanac.flink.score.Written;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
  private PrometheusServer server;
  private RemoteReadClient reader;
  private ChildCommand watch;

  @AfterEach
  void end() {
    if (watch != null) {
      watch.kill();
    }
    if (server != null) {
      server.close();
    }
  }

  private void startServer() {
    server = PrometheusServer.start(temp.resolve("prometheus"), "");
    reader = new RemoteReadClient(server.endpoint());
  }

  private void startWatch() throws IOException {
    watch =
        ChildCommand.start(
            Files.createDirectories(temp.resolve("scratch")),
            "watch",
            "--prometheus",
            server.url(),
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

  /** Samples of a series that the server holds, by time. */
  private NavigableMap<Long, Double> samples(Labels labels) {
    NavigableMap<Long, Double> samples = new TreeMap<>();
    bits(labels).forEach((time, bits) -> samples.put(time, Double.longBitsToDouble(bits)));
    return samples;
  }

  private NavigableMap<Long, Long> bits(Labels labels) {
    List<Matcher> matchers = new ArrayList<>();
    labels.toMap().forEach((name, value) -> matchers.add(Matcher.eq(name, value)));
    NavigableMap<Long, Long> samples = new TreeMap<>();
    TimeRange time = new TimeRange(0, System.currentTimeMillis() + 60_000);
    try (SeriesCursor series = reader.read(matchers, time)) {
      while (series.nextSeries()) {
        if (!series.labels().equals(labels)) {
          continue; // one with more labels
        }
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          for (int i = 0; i < run.size(); i++) {
            samples.put(run.timestamps[i], ((FloatRun) run).valueBits[i]);
          }
        }
      }
    }
    return samples;
  }

  private static Labels scraped(String name, String job, FaultyExporter by) {
    return Labels.of("__name__", name, "instance", by.address(), "job", job);
  }

  private NavigableMap<Long, Double> scores(Labels source) {
    return samples(Written.SCORE.of(source));
  }

  private static double last(NavigableMap<Long, Double> samples) {
    return samples.isEmpty() ? Double.NaN : samples.lastEntry().getValue();
  }

  /** Waits until a series has been anomalous. */
  private NavigableMap<Long, Double> awaitAnomaly(Labels source) {
    Await.until(
        source + " is anomalous: " + watch.said(),
        PATIENCE,
        () -> scores(source).values().stream().anyMatch(score -> score > 1));
    return scores(source);
  }

  /** Of two samples that are faulty, one is anomalous at least: no later than the second scrape. */
  private void assertSoonAnomalous(Labels source, double faultyBelow, double faultyAbove) {
    NavigableMap<Long, Double> scores = awaitAnomaly(source);
    List<Long> faulty =
        samples(source).entrySet().stream()
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
    assertThat(new RemoteWriteClient(server.endpoint()).write(new WriteRequest().add(labels, run)))
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
      server.reload(SCRAPED.formatted(shop.address(), mortal.address()));
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
      Await.until("the shift is the new normal", PATIENCE, () -> last(scores(shift)) < 1);
      for (String name : List.of("quiet", "calm")) {
        assertThat(scores(scraped(name, "shop", shop)).values())
            .hasSizeGreaterThan(HISTORY)
            .allMatch(score -> score < 1);
      }
      Await.until(
          "the job tells of itself",
          PATIENCE,
          () -> !server.query("almanac_scoring_lag_seconds").isEmpty());
      assertThat(server.query("{__name__=~'almanac_.*', for=~'almanac_.*'}")).isEmpty();
    }
  }

  /** Writes a sample of some series each half second, again and again where the server is away. */
  private final class Writer implements AutoCloseable {

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final RemoteWriteClient client = new RemoteWriteClient(server.endpoint());
    private final SplittableRandom random = new SplittableRandom(1);

    void write(Labels... series) {
      List<Labels> all = List.of(series);
      var unused =
          clock.scheduleWithFixedDelay(() -> writeOnce(all), 0, 500, TimeUnit.MILLISECONDS);
    }

    private void writeOnce(List<Labels> series) {
      FloatRun run = new FloatRun();
      run.timestamps[0] = System.currentTimeMillis();
      run.setSize(1);
      WriteRequest request = new WriteRequest();
      for (Labels labels : series) {
        run.valueBits[0] = Double.doubleToRawLongBits(50 + random.nextDouble());
        request.add(labels, run);
      }
      try {
        client.write(request);
      } catch (PrometheusException e) {
        // It is away: that sample never was.
      }
    }

    @Override
    public void close() {
      clock.shutdownNow();
    }
  }

  private void awaitScoresUntilNow(Labels source) {
    long now = System.currentTimeMillis();
    Await.until(
        "scores until now: " + watch.said(),
        PATIENCE,
        () -> {
          NavigableMap<Long, Double> scores = scores(source);
          return !scores.isEmpty() && scores.lastKey() >= now;
        });
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
    try (Writer writer = new Writer()) {
      writer.write(modelled, alone);
      startWatch();
      awaitScoresUntilNow(modelled);
      assertThat(samples(Written.HOUR_AHEAD.of(modelled))).isEmpty();

      Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);
      CommandRun train =
          CommandRun.of("train", "--archive", root.toString(), "--config", config.toString());
      assertThat(train.exit()).as(train.err()).isEqualTo(ExitCode.DONE);
      Await.until(
          "the promoted model is followed: " + watch.said(),
          PATIENCE,
          () -> !samples(Written.HOUR_AHEAD.of(modelled)).isEmpty());

      watch.stop();
      assertThat(watch.said()).contains("the next start goes on from here");
      startWatch();
      awaitScoresUntilNow(alone);
      assertThat(watch.said()).contains("going on from");

      server.close();
      server = server.startAgain();
      awaitScoresUntilNow(alone);

      assertThat(watch.kill()).isTrue();
      startWatch();
      awaitScoresUntilNow(alone);
    }
    assertScoredLikeUndisturbed(alone);
  }

  private void assertScoredLikeUndisturbed(Labels source) {
    NavigableMap<Long, Long> scored = bits(Written.SCORE.of(source));
    NavigableMap<Long, Long> samples =
        bits(source).subMap(scored.firstKey(), true, scored.lastKey(), true);
    NavigableMap<Long, Long> undisturbed = new TreeMap<>();
    SeriesScorer scorer = new SeriesScorer(ScoreConfig.ofAlarmsPerDay(1));
    SeriesMemory memory = scorer.begin(source, null);
    ScoreOutput out =
        new ScoreOutput() {
          @Override
          public void written(SeriesRun run) {
            if (run.labels().equals(Written.SCORE.of(source))) {
              undisturbed.put(run.timestamps()[0], run.valueBits()[0]);
            }
          }

          @Override
          public void incident(Incident incident) {}
        };
    samples.forEach(
        (time, bits) ->
            scorer.score(
                new SeriesRun(source, new long[] {time}, new long[] {bits}), memory, null, out));
    assertThat(samples).hasSizeGreaterThan(20);
    assertThat(scored).isEqualTo(undisturbed);
  }
}
