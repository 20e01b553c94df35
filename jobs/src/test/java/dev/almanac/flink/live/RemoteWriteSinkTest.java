package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
class RemoteWriteSinkTest {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final RemoteWriteSettings SETTINGS =
      RemoteWriteSettings.DEFAULT
          .withBatch(20, Duration.ofMillis(50))
          .withPatience(Duration.ofSeconds(2))
          .withPauses(Duration.ofMillis(10), Duration.ofMillis(200));

  private static final int SERIES = 10;

  /** How many samples {@link Samples} yields; the rest of the endless stream is left out. */
  private static final int SAMPLES = 500;

  /** What the operators of the job under test and the test tell each other, in one JVM. */
  private static final AtomicInteger YIELDED = new AtomicInteger();

  private static final AtomicInteger CHECKPOINTS = new AtomicInteger();
  private static final AtomicBoolean FAILS = new AtomicBoolean();

  private static final long BASE = System.currentTimeMillis() - 600_000;

  private LocalJob job;

  @AfterEach
  void stopJob() throws Exception {
    job.stop();
  }

  @BeforeEach
  void reset() {
    YIELDED.set(0);
    CHECKPOINTS.set(0);
    FAILS.set(false);
  }

  /** Numbers as samples of a few series, in order, a thousand a second at most. */
  private static final class Samples
      implements FlatMapFunction<Long, SeriesRun>, CheckpointListener {

    private static final long serialVersionUID = 1L;

    @Override
    public void flatMap(Long number, Collector<SeriesRun> out) {
      if (FAILS.compareAndSet(true, false)) {
        throw new IllegalStateException("fails once, as told");
      }
      LockSupport.parkNanos(1_000_000);
      if (number < SAMPLES) {
        out.collect(sample(number));
        YIELDED.incrementAndGet();
      }
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      CHECKPOINTS.incrementAndGet();
    }
  }

  private static SeriesRun sample(long number) {
    Labels labels = Labels.of("__name__", "almanac_test", "number", Long.toString(number % SERIES));
    return SeriesRun.of(labels, BASE + number, (double) number);
  }

  private void start(PrometheusEndpoint endpoint, long numbers) throws Exception {
    start(endpoint, numbers, SETTINGS);
  }

  private void start(PrometheusEndpoint endpoint, long numbers, RemoteWriteSettings settings)
      throws Exception {
    StreamExecutionEnvironment env = LocalJob.environment(2);
    DataStream<SeriesRun> samples =
        env.fromSequence(0, numbers - 1)
            .setParallelism(1)
            .flatMap(new Samples())
            .returns(SeriesRun.TYPE)
            .setParallelism(1);
    new RemoteWriteSink(endpoint, settings).attach(samples);
    job = LocalJob.start(env);
  }

  /** A job whose stream never ends, but has no more samples after some time. */
  private void startEndless(PrometheusEndpoint endpoint) throws Exception {
    start(endpoint, Long.MAX_VALUE);
  }

  private static int arrived(PrometheusServer server) {
    var result = server.query("sum(count_over_time(almanac_test[1h]))");
    return result.isEmpty() ? 0 : result.get(0).at("/value/1").asInt();
  }

  @Test
  void writesAllSamplesBeforeAnEndingStreamEnds(@TempDir Path directory) throws Exception {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      start(server.endpoint(), SAMPLES);
      job.awaitEnd();

      assertThat(arrived(server)).isEqualTo(SAMPLES);
      assertThat(server.query("almanac_test{number=\"3\"}[1h]").get(0).at("/values/49/1").asText())
          .isEqualTo("493");
    }
  }

  @Test
  void losesNothingWhileThePrometheusStandsStill(@TempDir Path directory) throws Exception {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      startEndless(server.endpoint());
      Await.until("some samples have arrived", PATIENCE, () -> arrived(server) > 0);
      server.freeze();
      Await.until("all samples are on their way", PATIENCE, () -> YIELDED.get() == SAMPLES);
      server.thaw();

      Await.until("all samples have arrived", PATIENCE, () -> arrived(server) == SAMPLES);
    }
  }

  @Test
  void losesNothingWhileThePrometheusRestarts(@TempDir Path directory) throws Exception {
    PrometheusServer server = PrometheusServer.start(directory, "");
    try {
      startEndless(server.endpoint());
      Await.until("some samples are on their way", PATIENCE, () -> YIELDED.get() > 100);
    } finally {
      server.close();
    }
    Await.until("all samples are on their way", PATIENCE, () -> YIELDED.get() == SAMPLES);
    try (PrometheusServer again = server.startAgain()) {
      Await.until("all samples have arrived", PATIENCE, () -> arrived(again) == SAMPLES);
    }
  }

  @Test
  void keepsWhatWaitsInCheckpointsThatPassWhileTheServerIsAway() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    try (FaultyReceiver receiver =
        FaultyReceiver.that((exchange, message) -> away.get() ? 503 : 204)) {
      startEndless(receiver.endpoint());
      Await.until("all samples wait", PATIENCE, () -> YIELDED.get() == SAMPLES);
      int before = CHECKPOINTS.get();
      Await.until("a checkpoint holds them", PATIENCE, () -> CHECKPOINTS.get() > before + 1);
      FAILS.set(true);
      Await.until("the job has failed", PATIENCE, () -> !FAILS.get());
      away.set(false);

      Await.until(
          "all samples have arrived", PATIENCE, () -> receiver.acceptedSamples() >= SAMPLES);
      assertThat(receiver.acceptedSamples()).isEqualTo(SAMPLES);
      assertThat(YIELDED).hasValue(SAMPLES);
    }
  }

  @Test
  void goesOnAfterAFullBufferHasHeldUpTheJob() throws Exception {
    AtomicBoolean away = new AtomicBoolean(true);
    try (FaultyReceiver receiver =
        FaultyReceiver.that((exchange, message) -> away.get() ? 503 : 204)) {
      start(receiver.endpoint(), SAMPLES, SETTINGS.withBuffer(40));
      Await.until("it was tried often", PATIENCE, () -> receiver.answers().size() > 20);
      away.set(false);
      job.awaitEnd();

      assertThat(receiver.acceptedSamples()).isEqualTo(SAMPLES);
    }
  }

  @Test
  void leavesTheServerAloneAsLongAsItAsks() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    long[] times = new long[2];
    try (FaultyReceiver receiver =
        FaultyReceiver.that(
            (exchange, message) -> {
              int request = requests.getAndIncrement();
              if (request < 2) {
                times[request] = System.nanoTime();
              }
              if (request == 0) {
                exchange.getResponseHeaders().add("Retry-After", "2");
                return 429;
              }
              return 204;
            })) {
      start(receiver.endpoint(), 1);
      job.awaitEnd();

      assertThat(receiver.acceptedSamples()).isEqualTo(1);
      assertThat(Duration.ofNanos(times[1] - times[0]))
          .isGreaterThanOrEqualTo(Duration.ofSeconds(2));
    }
  }

  @Test
  void triesAgainAfterAnsweringTooLateAndAfterABrokenConnection() throws Exception {
    AtomicInteger requests = new AtomicInteger();
    try (FaultyReceiver receiver =
        FaultyReceiver.that(
            (exchange, message) -> {
              int request = requests.getAndIncrement();
              if (request == 0) {
                LockSupport.parkNanos(Duration.ofSeconds(4).toNanos());
                return 500;
              }
              return request == 1 ? 0 : 204;
            })) {
      start(receiver.endpoint(), 1);
      job.awaitEnd();

      assertThat(receiver.acceptedSamples()).isEqualTo(1);
    }
  }

  @Test
  void findsTheSampleAtWhichTheServerFails() throws Exception {
    try (FaultyReceiver receiver =
        FaultyReceiver.that((exchange, message) -> message.contains("\u0012\u00017") ? 500 : 204)) {
      start(receiver.endpoint(), 20);
      job.awaitEnd();

      assertThat(receiver.acceptedSamples()).isEqualTo(18); // numbers 7 and 17 are of series 7
    }
  }

  @Test
  void failsTheJobByNameWhenCredentialsAreRefused() throws Exception {
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 401)) {
      start(receiver.endpoint(), SAMPLES);

      assertThatThrownBy(job::awaitEnd)
          .rootCause()
          .hasMessageContaining("takes no samples from no credentials: it answered 401")
          .hasMessageContaining("pass credentials that may write");
    }
  }
}
