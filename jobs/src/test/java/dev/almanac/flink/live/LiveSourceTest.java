package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class LiveSourceTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final LiveSettings SETTINGS =
      LiveSettings.DEFAULT
          .withPoll(Duration.ofMillis(200), Duration.ofSeconds(2))
          .withOverlap(Duration.ofSeconds(5))
          .withPatience(Duration.ofSeconds(5), Duration.ofMillis(500));

  /** Written by Almanac, recorded or judged of what it wrote. */
  private static final List<String> OUR_OWN =
      List.of("almanac_anomaly_score", "job:almanac_anomalies:count", "ALERTS", "ALERTS_FOR_STATE");

  /** What has come out of the source, in this order. */
  private static final ConcurrentLinkedQueue<SeriesRun> OUT = new ConcurrentLinkedQueue<>();

  private static final AtomicLong WATERMARK = new AtomicLong();
  private static final AtomicBoolean FAILS = new AtomicBoolean();

  @TempDir private Path directory;
  private LocalJob job;

  @BeforeEach
  void reset() {
    OUT.clear();
    WATERMARK.set(Long.MIN_VALUE);
    FAILS.set(false);
  }

  @AfterEach
  void stopJob() throws Exception {
    job.stop();
  }

  /** Puts down what comes, and fails when told. */
  private static final class Recorder extends ProcessFunction<SeriesRun, SeriesRun> {

    private static final long serialVersionUID = 1L;

    @Override
    public void processElement(SeriesRun run, Context context, Collector<SeriesRun> out) {
      if (FAILS.compareAndSet(true, false)) {
        throw new IllegalStateException("fails once, as told");
      }
      OUT.add(run);
      WATERMARK.accumulateAndGet(context.timerService().currentWatermark(), Math::max);
    }
  }

  private void start(LiveSource source, int parallelism) throws Exception {
    StreamExecutionEnvironment env = LocalJob.environment(parallelism);
    env.fromSource(source, WatermarkStrategy.noWatermarks(), "live", SeriesRun.TYPE)
        .process(new Recorder())
        .returns(SeriesRun.TYPE)
        .sinkTo(new DiscardingSink<>());
    job = LocalJob.start(env);
  }

  private PrometheusServer startScraping() {
    PrometheusServer server = PrometheusServer.start(directory, "");
    server.scrape("self", server.address());
    return server;
  }

  private static void awaitSamplesUntil(long time) {
    Await.until(
        "samples until " + Instant.ofEpochMilli(time) + " have come",
        PATIENCE,
        () -> WATERMARK.get() >= time);
  }

  /** On a slow machine a scrape takes longer than the lag; then its samples come late. */
  private static void awaitAllThatIsHeld(
      PrometheusServer server,
      TimeRange time,
      Function<TimeRange, Map<Labels, NavigableMap<Long, Long>>> come) {
    Await.until(
        "everything has come that the server holds, and nothing else",
        PATIENCE,
        () -> come.apply(time).equals(held(server, time)));
    assertThat(come.apply(time)).hasSizeGreaterThan(100);
  }

  /** Samples by series and time; fails at one that comes twice, or behind a later one. */
  private static Map<Labels, NavigableMap<Long, Long>> onceAndInOrder(TimeRange time) {
    Map<Labels, NavigableMap<Long, Long>> all = new HashMap<>();
    for (SeriesRun run : OUT) {
      NavigableMap<Long, Long> samples = all.computeIfAbsent(run.labels(), l -> new TreeMap<>());
      assertThat(samples.isEmpty() || samples.lastKey() < run.timestamps()[0])
          .as("%s comes after %s", run, samples.isEmpty() ? null : samples.lastKey())
          .isTrue();
      for (int i = 0; i < run.size(); i++) {
        samples.put(run.timestamps()[i], run.valueBits()[i]);
      }
    }
    return within(time, all);
  }

  /** The same, but what comes again has only to be the same again. */
  private static Map<Labels, NavigableMap<Long, Long>> oncePerTime(TimeRange time) {
    Map<Labels, NavigableMap<Long, Long>> all = new HashMap<>();
    for (SeriesRun run : OUT) {
      NavigableMap<Long, Long> samples = all.computeIfAbsent(run.labels(), l -> new TreeMap<>());
      for (int i = 0; i < run.size(); i++) {
        Long before = samples.put(run.timestamps()[i], run.valueBits()[i]);
        assertThat(before == null || before == run.valueBits()[i]).isTrue();
      }
    }
    return within(time, all);
  }

  private static Map<Labels, NavigableMap<Long, Long>> within(
      TimeRange time, Map<Labels, NavigableMap<Long, Long>> all) {
    Map<Labels, NavigableMap<Long, Long>> some = new HashMap<>();
    all.forEach(
        (labels, samples) -> {
          NavigableMap<Long, Long> inside = samples.subMap(time.from(), true, time.until(), false);
          if (!inside.isEmpty()) {
            some.put(labels, inside);
          }
        });
    return some;
  }

  private static Map<Labels, NavigableMap<Long, Long>> held(
      PrometheusServer server, TimeRange time) {
    Map<Labels, NavigableMap<Long, Long>> all = new HashMap<>();
    try (SeriesCursor series = server.reader().read(List.of(Matcher.ANY), time)) {
      while (series.nextSeries()) {
        NavigableMap<Long, Long> samples =
            all.computeIfAbsent(series.labels(), l -> new TreeMap<>());
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          for (int i = 0; i < run.size(); i++) {
            samples.put(run.timestamps[i], ((FloatRun) run).valueBits[i]);
          }
        }
      }
    }
    return all;
  }

  private static void write(PrometheusServer server, String name, long timestamp) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = timestamp;
    run.valueBits[0] = 1;
    run.setSize(1);
    assertThat(server.writer().write(new WriteRequest().add(Labels.of("__name__", name), run)))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void yieldsEachSampleOnceAndInOrderFromSeveralReaders() throws Exception {
    try (PrometheusServer server = startScraping()) {
      Await.until("there are series", PATIENCE, () -> !server.query("up").isEmpty());
      long start = System.currentTimeMillis();
      start(
          LiveSource.of(server.endpoint(), List.of(), SETTINGS)
              .from(Instant.ofEpochMilli(start))
              .inShares(2),
          2);
      TimeRange time = new TimeRange(start, start + 5_000);
      awaitSamplesUntil(time.until());

      awaitAllThatIsHeld(server, time, LiveSourceTest::onceAndInOrder);
    }
  }

  @Test
  void yieldsEachSampleAgainAtMostAfterAFailure() throws Exception {
    try (PrometheusServer server = startScraping()) {
      long start = System.currentTimeMillis();
      start(LiveSource.of(server.endpoint(), List.of(), SETTINGS), 1);
      awaitSamplesUntil(start + 1_000);
      FAILS.set(true);
      Await.until("it has failed", PATIENCE, () -> !FAILS.get());
      TimeRange time = new TimeRange(start + 500, System.currentTimeMillis() + 2_000);
      awaitSamplesUntil(time.until());

      awaitAllThatIsHeld(server, time, LiveSourceTest::oncePerTime);
    }
  }

  @Test
  void goesOnAfterTheServerHasRestarted() throws Exception {
    PrometheusServer server = startScraping();
    long start = System.currentTimeMillis();
    try {
      start(
          LiveSource.of(server.endpoint(), List.of(), SETTINGS).from(Instant.ofEpochMilli(start)),
          1);
      awaitSamplesUntil(start + 1_000);
    } finally {
      server.close();
    }
    try (PrometheusServer again = server.startAgain()) {
      long restarted = System.currentTimeMillis();
      awaitSamplesUntil(restarted + 2_000);
      TimeRange time = new TimeRange(start, restarted + 2_000);

      awaitAllThatIsHeld(again, time, LiveSourceTest::onceAndInOrder);
    }
  }

  @Test
  void catchesUpWithThePastInSlicesAndFindsLateSamplesButNothingOfOurOwn() throws Exception {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      long now = System.currentTimeMillis();
      List<Long> times = new ArrayList<>();
      for (long t = now - 600_000; t < now; t += 10_000) {
        write(server, "other", t);
        for (String own : OUR_OWN) {
          write(server, own, t);
        }
        times.add(t);
      }
      start(
          LiveSource.of(
                  server.endpoint(),
                  List.of(),
                  SETTINGS.withSlice(Duration.ofSeconds(45)).withOverlap(Duration.ofSeconds(20)))
              .from(Instant.ofEpochMilli(now - 600_000)),
          1);
      Await.until("the past has come", PATIENCE, () -> timesOf("other").size() == times.size());
      // Written again and again, lest a slow machine look back too late.
      Await.until(
          "a late sample has come",
          PATIENCE,
          () -> {
            if (System.currentTimeMillis() > now + 8_000) {
              write(server, "late", System.currentTimeMillis() - 8_000);
            }
            return !timesOf("late").isEmpty();
          });

      assertThat(timesOf("other")).isEqualTo(times);
      for (String own : OUR_OWN) {
        assertThat(timesOf(own)).as(own).isEmpty();
      }
    }
  }

  @Test
  void tellsTheTimeAlsoWhereThereAreMoreReadersThanShares() throws Exception {
    try (PrometheusServer server = startScraping()) {
      long start = System.currentTimeMillis();
      StreamExecutionEnvironment env = LocalJob.environment(2);
      env.fromSource(
              LiveSource.of(server.endpoint(), List.of(), SETTINGS),
              WatermarkStrategy.noWatermarks(),
              "live",
              SeriesRun.TYPE)
          .keyBy(run -> run.labels().hashCode(), Types.INT) // so the time is that of all readers
          .process(new Recorder())
          .returns(SeriesRun.TYPE)
          .sinkTo(new DiscardingSink<>());
      job = LocalJob.start(env);

      awaitSamplesUntil(start + 1_000);
    }
  }

  private static List<Long> timesOf(String name) {
    List<Long> times = new ArrayList<>();
    for (SeriesRun run : OUT) {
      if (run.labels().metricName().equals(name)) {
        for (long timestamp : run.timestamps()) {
          times.add(timestamp);
        }
      }
    }
    return times;
  }

  @Test
  void failsByNameWhereNoPrometheusAnswers() throws Exception {
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 204)) {
      PrometheusEndpoint noReader = receiver.endpoint(); // it answers 404 but for writes
      start(LiveSource.of(noReader, List.of(), SETTINGS), 1);

      assertThatThrownBy(job::awaitEnd)
          .rootCause()
          .hasMessageContaining("is this the base URL of a Prometheus");
    }
  }
}
