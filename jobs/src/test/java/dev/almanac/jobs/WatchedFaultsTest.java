package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.flink.score.Written;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.NodeExporter;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Faults of real targets, as they are seen in a real Prometheus: nine days of history in blocks of
 * our own, of which models were learned, then scrapes each second.
 */
@Timeout(1200)
class WatchedFaultsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final long MINUTE = 60_000;
  private static final int DAYS = 9;

  /** So long ago the slow drift began, a spread of the noise each hour. */
  private static final long DRIFT = Duration.ofHours(16).toMillis();

  private static final double SPREAD = .4;

  private static final String[] GAUGES = {
    "calm", "drift", "drop", "quiet", "shift", "spike", "stuck"
  };

  private static final String TRAINING =
      TrainedArchive.CONFIG
          + """
          series:
            - match: '{__name__="drift"}'
              skip: true
            - match: '{job="shop"}'
          """;

  private static final String SCRAPED =
      """
      global: {scrape_interval: 1s}
      scrape_configs:
        - job_name: shop
          static_configs: [{targets: ["%s"]}]
        - job_name: node
          static_configs: [{targets: ["%s"]}]
      storage:
        tsdb: {out_of_order_time_window: 10d}
      """;

  @TempDir private Path temp;
  private FaultyExporter shop;
  private NodeExporter node;
  private ScoredServer scored;
  private ChildCommand watch;

  /** History ends here: a head begins behind the newest block. */
  private final long begin = System.currentTimeMillis() / MINUTE * MINUTE;

  @BeforeEach
  void start() throws IOException {
    shop = FaultyExporter.start(GAUGES);
    node =
        NodeExporter.start(
            temp.resolve("node"), "--collector.disable-defaults", "--collector.loadavg");
  }

  @AfterEach
  void end() {
    if (watch != null) {
      watch.kill();
    }
    if (scored != null) {
      scored.close();
    }
    node.close();
    shop.close();
  }

  private Labels gauge(String name) {
    return Labels.of("__name__", name, "instance", shop.address(), "job", "shop");
  }

  private Labels up() {
    return Labels.of("__name__", "up", "instance", node.address(), "job", "node");
  }

  private void writeHistory(Path folder) throws IOException {
    TreeMap<Labels, DailyBlocks.Value> series = new TreeMap<>();
    for (String name : GAUGES) {
      series.put(gauge(name), FaultyExporter::usual);
    }
    series.put(up(), (time, noise) -> 1);
    series.put(
        gauge("drift"),
        (time, noise) -> 50 + noise.nextDouble() + noise.nextDouble() + drift(time));
    DailyBlocks.write(folder, begin, DAYS, MINUTE, series);
  }

  private double drift(long time) {
    return SPREAD * Math.max(0, time - (begin - DRIFT)) / Duration.ofHours(1).toMillis();
  }

  private void train(Path blocks) throws IOException {
    String archive = temp.resolve("archive").toString();
    TrainedArchive.archive(blocks, archive);
    Path config = Files.writeString(temp.resolve("training.yaml"), TRAINING);
    CommandRun run = CommandRun.of("train", "--archive", archive, "--config", config.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
  }

  private void startWatch() throws IOException {
    watch =
        ChildCommand.start(
            Files.createDirectories(temp.resolve("scratch")),
            WatchWords.of(
                scored.server().url(),
                temp,
                "--match",
                "{__name__=~\"node_load.*|up|" + String.join("|", GAUGES) + "\"}",
                "--since",
                "4d"));
  }

  /** Waits until a series has been anomalous since then. */
  private void awaitAnomaly(Labels source, long since) {
    Await.until(
        source + " is anomalous: " + watch.said(),
        PATIENCE,
        () -> scored.scores(source).tailMap(since).values().stream().anyMatch(score -> score > 1));
  }

  /** Of two samples that are faulty, one is anomalous at least: no later than the second scrape. */
  private void assertSoonAnomalous(
      Labels source, long since, double faultyBelow, double faultyAbove) {
    assertSoonAnomalous(source, since, value -> value < faultyBelow || value > faultyAbove, 2);
  }

  /** A usual value that stays is anomalous no later than when it is seen for the third time. */
  private void assertSoonStuck(Labels source, long since) {
    awaitAnomaly(source, since);
    double held = scored.samples(source).lastEntry().getValue();
    assertSoonAnomalous(source, since, value -> value == held, 3);
  }

  private void assertSoonAnomalous(
      Labels source, long since, DoublePredicate isFaulty, int samples) {
    awaitAnomaly(source, since);
    NavigableMap<Long, Double> scores = scored.scores(source);
    List<Long> faulty =
        scored.samples(source).tailMap(since).entrySet().stream()
            .filter(one -> isFaulty.test(one.getValue()))
            .map(Map.Entry::getKey)
            .limit(samples)
            .toList();
    assertThat(faulty).isNotEmpty();
    assertThat(faulty.stream().map(time -> scores.getOrDefault(time, 0.)).toList())
        .as("%s at %s", source, faulty)
        .anyMatch(score -> score > 1);
  }

  @Test
  void raiseTheScoreAndNothingElseDoes() throws Exception {
    Path blocks = temp.resolve("prometheus/data");
    writeHistory(blocks);
    train(blocks);
    scored = ScoredServer.start(temp.resolve("prometheus"));
    scored.server().reload(SCRAPED.formatted(shop.address(), node.address()));
    startWatch();
    scored.awaitScoresUntilNow(gauge("quiet"), watch::said);
    Await.until(
        "the promoted model is followed: " + watch.said(),
        PATIENCE,
        () -> !scored.samples(Written.HOUR_AHEAD.of(gauge("quiet"))).isEmpty());
    scored.awaitScoresUntilNow(gauge("quiet"), watch::said);

    long since = System.currentTimeMillis();
    shop.fault("spike", value -> 3 * value);
    shop.fault("drop", value -> 0);
    shop.fault("shift", value -> value + 40);
    double held = FaultyExporter.usual(since, new SplittableRandom(since));
    shop.fault("stuck", value -> held);
    assertSoonAnomalous(gauge("spike"), since, -1, 200);
    shop.fault("spike", value -> value);
    Labels load = Labels.of("__name__", "node_load1", "instance", node.address(), "job", "node");
    Await.until(
        "the load is scored: " + watch.said(), PATIENCE, () -> !scored.scores(load).isEmpty());
    node.close();

    assertSoonAnomalous(gauge("drop"), since, 1, 1e9);
    assertSoonAnomalous(gauge("shift"), since, -1, 108);
    assertSoonAnomalous(up(), since, 1, 2);
    assertSoonStuck(gauge("stuck"), since);
    awaitAnomaly(gauge("drift"), begin - DRIFT);
    for (String name : new String[] {"spike", "shift"}) {
      Await.until(
          name + " is over", PATIENCE, () -> scored.scores(gauge(name)).lastEntry().getValue() < 1);
    }
    for (String name : new String[] {"quiet", "calm"}) {
      Await.until(
          name + " has been scored for a while: " + watch.said(),
          PATIENCE,
          () -> scored.scores(gauge(name)).tailMap(since).size() > 10);
      // Noise may go beyond the boundary, by as little and as rarely as noise does.
      assertThat(scored.scores(gauge(name)).tailMap(since).values())
          .as(name)
          .allMatch(score -> score < 1.5)
          .satisfies(
              scores -> assertThat(scores).filteredOn(score -> score > 1).hasSizeLessThan(2));
    }
    assertThat(scored.server().query("{__name__=~'almanac_.*', for=~'almanac_.*'}")).isEmpty();
    Await.until(
        "the job tells of itself",
        PATIENCE,
        () ->
            !scored.server().query("almanac_scoring_lag_seconds").isEmpty()
                && !scored.server().query("almanac_scoring_sent_samples_total > 1000").isEmpty()
                && !scored.server().query("almanac_scoring_dropped_samples_total").isEmpty());
  }
}
