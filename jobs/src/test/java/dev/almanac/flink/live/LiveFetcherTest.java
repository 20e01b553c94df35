package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsAddition;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class LiveFetcherTest {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long STALE = 0x7ff0000000000002L;

  private static final LiveSettings SETTINGS =
      LiveSettings.DEFAULT
          .withPoll(Duration.ofMillis(1), Duration.ZERO)
          .withPatience(Duration.ofSeconds(30), Duration.ofMillis(50));

  private final long now = System.currentTimeMillis();

  /** Counters by name, for nobody else sees them. */
  private static final class Counters extends UnregisteredMetricsGroup {
    private final Map<String, Counter> byName = new ConcurrentHashMap<>();

    @Override
    public MetricGroup addGroup(String name) {
      return this;
    }

    @Override
    public Counter counter(String name) {
      return byName.computeIfAbsent(name, n -> new SimpleCounter());
    }

    long get(String name) {
      return byName.get(name).getCount();
    }
  }

  private final Counters counters = new Counters();

  private LiveFetcher fetcher(PrometheusEndpoint endpoint) {
    LiveFetcher fetcher = new LiveFetcher(endpoint, SETTINGS, new LiveMetrics(counters));
    fetcher.handleSplitsChanges(
        new SplitsAddition<>(List.of(LiveSplit.from(0, List.of(Matcher.ANY), now - 60_000))));
    return fetcher;
  }

  private static List<LiveRecord> records(RecordsWithSplitIds<LiveRecord> fetched) {
    List<LiveRecord> records = new ArrayList<>();
    while (fetched.nextSplit() != null) {
      for (LiveRecord record = fetched.nextRecordFromSplit();
          record != null;
          record = fetched.nextRecordFromSplit()) {
        records.add(record);
      }
    }
    return records;
  }

  private static void write(PrometheusServer server, String name, Run run) {
    assertThat(server.writer().write(new WriteRequest().add(Labels.of("__name__", name), run)))
        .isInstanceOf(Accepted.class);
  }

  private static FloatRun floats(long timestamp, long bits) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = timestamp;
    run.valueBits[0] = bits;
    run.setSize(1);
    return run;
  }

  private static HistogramRun histogram(long timestamp) {
    HistogramRun run = new HistogramRun();
    run.setEncoding(ChunkEncoding.HISTOGRAM);
    run.setLayout(
        new HistogramLayout(
            0, Double.doubleToRawLongBits(0.001), new int[] {0, 1}, new int[0], new long[0]));
    run.ensureCapacity(1);
    run.timestamps[0] = timestamp;
    run.counts[0] = 2;
    run.positive[0] = 2;
    run.sumBits[0] = Double.doubleToRawLongBits(2);
    run.setSize(1);
    return run;
  }

  @Test
  void keepsStaleMarkersAndSkipsHistograms(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      write(server, "a", floats(now - 2, 5));
      write(server, "a", floats(now - 1, STALE));
      write(server, "h", histogram(now - 1));

      List<LiveRecord> fetched = records(fetcher(server.endpoint()).fetch());

      assertThat(fetched).hasSize(2);
      assertThat(fetched.get(0))
          .isEqualTo(
              new LiveRecord.Samples(
                  new SeriesRun(
                      Labels.of("__name__", "a"),
                      new long[] {now - 2, now - 1},
                      new long[] {5, STALE})));
      assertThat(fetched.get(1)).isInstanceOf(LiveRecord.ReadUntil.class);
      assertThat(counters.get("histogramsSkipped")).isEqualTo(1);
    }
  }

  private static FloatRun manyFloats(int samples, long last) {
    FloatRun run = new FloatRun(samples);
    for (int i = 0; i < samples; i++) {
      run.timestamps[i] = last - samples + 1 + i;
      run.valueBits[i] = i;
    }
    run.setSize(samples);
    return run;
  }

  @Test
  void goesOnAtOnceWithAnAnswerOfMoreSamplesThanOneCallTakes(@TempDir Path directory) {
    int samples = 50_000;
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      write(server, "a", manyFloats(samples, now - 1));
      write(server, "b", manyFloats(samples, now - 1));
      LiveFetcher fetcher = fetcher(server.endpoint());

      List<List<LiveRecord>> calls = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        calls.add(records(fetcher.fetch()));
      }

      FloatRun all = manyFloats(samples, now - 1);
      assertThat(calls.get(0)).containsExactly(new LiveRecord.Samples(runOf("a", all)));
      assertThat(calls.get(1)).containsExactly(new LiveRecord.Samples(runOf("b", all)));
      assertThat(calls.get(2)).singleElement().isInstanceOf(LiveRecord.ReadUntil.class);
    }
  }

  private static SeriesRun runOf(String name, FloatRun run) {
    return new SeriesRun(Labels.of("__name__", name), run.timestamps, run.valueBits);
  }

  /** By its own names series are archived, and have models. */
  @Test
  void callsSeriesWhatTheServerItselfCallsThem(@TempDir Path directory) {
    String labels = "global: {external_labels: {monitor: mine, replica: a}}";
    try (PrometheusServer server = PrometheusServer.start(directory, labels)) {
      Labels others = Labels.of("__name__", "a", "monitor", "theirs");
      write(server, "a", floats(now - 2, 5));
      assertThat(server.writer().write(new WriteRequest().add(others, floats(now - 1, 7))))
          .isInstanceOf(Accepted.class);

      List<LiveRecord> fetched = records(fetcher(server.endpoint()).fetch());

      assertThat(fetched)
          .filteredOn(LiveRecord.Samples.class::isInstance)
          .extracting(record -> ((LiveRecord.Samples) record).run().labels())
          .containsExactlyInAnyOrder(Labels.of("__name__", "a"), others);
    }
  }

  @Test
  void letsGoOfASilentServerWhenWokenUp() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    try (FaultyReceiver server =
        FaultyReceiver.at(
            "/api/v1/read",
            (exchange, message) -> {
              asked.countDown();
              await(over);
              return 0;
            })) {
      LiveFetcher fetcher = fetcher(server.endpoint());
      CompletableFuture<List<LiveRecord>> fetched =
          CompletableFuture.supplyAsync(() -> records(fetcher.fetch()));
      await(asked);

      fetcher.wakeUp();

      // The server's silence would be borne for longer than this test may last.
      assertThat(fetched.get(25, TimeUnit.SECONDS)).isEmpty();
      assertThat(counters.get("requestsFailed")).isZero();
    } finally {
      over.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void goesOnAskingAServerThatFails() {
    AtomicInteger requests = new AtomicInteger();
    try (FaultyReceiver server =
        FaultyReceiver.at(
            "/api/v1/read", (exchange, message) -> requests.getAndIncrement() % 2 == 0 ? 503 : 0)) {
      LiveFetcher fetcher = fetcher(server.endpoint());

      Await.until(
          "it has asked again",
          PATIENCE,
          () -> {
            assertThat(records(fetcher.fetch())).isEmpty();
            return requests.get() >= 4;
          });

      assertThat(counters.get("requestsFailed")).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void showsItsCredentialsAndFailsByNameWhereTheyAreRefused() {
    List<String> shown = new ArrayList<>();
    try (FaultyReceiver server =
        FaultyReceiver.at(
            "/api/v1/read",
            (exchange, message) -> {
              shown.add(exchange.getRequestHeaders().getFirst("Authorization"));
              return 401;
            })) {
      LiveFetcher fetcher = fetcher(server.endpoint().with(Credentials.bearer("token")));

      assertThatThrownBy(fetcher::fetch)
          .isInstanceOf(PrometheusException.class)
          .hasMessageContaining("answered 401 to a bearer token");
      assertThat(shown).containsExactly("Bearer token");
    }
  }
}
