package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A real Prometheus that is watched: what is written into it, and which scores come of it. */
final class ScoredServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final RemoteReadClient reader;
  private final RemoteWriteClient writer;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final SplittableRandom random = new SplittableRandom(1);
  private PrometheusServer server;

  private ScoredServer(PrometheusServer server) {
    this.server = server;
    reader = server.reader();
    writer = server.writer();
  }

  static ScoredServer start(Path folder) {
    return new ScoredServer(PrometheusServer.start(folder, ""));
  }

  PrometheusServer server() {
    return server;
  }

  /** Ends the server and starts it again, with its data and at its address. */
  void restart() {
    server.close();
    server = server.startAgain();
  }

  /** From now on writes a sample of some series each half second. */
  void write(Labels... series) {
    List<Labels> all = List.of(series);
    var unused = clock.scheduleWithFixedDelay(() -> writeOnce(all), 0, 500, TimeUnit.MILLISECONDS);
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
      writer.write(request);
    } catch (PrometheusException e) {
      // It is away: that sample never was.
    }
  }

  /** The bits of a series' samples that the server holds, by time. */
  NavigableMap<Long, Long> bits(Labels labels) {
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

  /** The same as values. */
  NavigableMap<Long, Double> samples(Labels labels) {
    NavigableMap<Long, Double> samples = new TreeMap<>();
    bits(labels).forEach((time, bits) -> samples.put(time, Double.longBitsToDouble(bits)));
    return samples;
  }

  NavigableMap<Long, Double> scores(Labels source) {
    return samples(Written.SCORE.of(source));
  }

  /**
   * Waits until what is scraped now has a score.
   *
   * @param said what to tell where it never has
   */
  void awaitScoresUntilNow(Labels source, Supplier<String> said) {
    long now = System.currentTimeMillis();
    try {
      Await.until(
          "scores until now",
          PATIENCE,
          () -> {
            NavigableMap<Long, Double> scores = scores(source);
            return !scores.isEmpty() && scores.lastKey() >= now;
          });
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ": " + said.get(), e);
    }
  }

  /** Each sample has been scored, and every score has the bits that it would have had anyway. */
  void assertScoredLikeUndisturbed(Labels source) {
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

  @Override
  public void close() {
    clock.shutdownNow();
    server.close();
  }
}
