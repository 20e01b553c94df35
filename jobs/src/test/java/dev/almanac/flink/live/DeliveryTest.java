package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome.Refused;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeliveryTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long now = System.currentTimeMillis();

  private static Labels series(String name) {
    return Labels.of("__name__", name, "job", "test");
  }

  private static Delivery.Outcome deliver(
      PrometheusEndpoint endpoint, boolean blame, List<SeriesRun> runs) {
    return Delivery.deliver(
        new RemoteWriteClient(endpoint), new WriteBatch(), runs, Long.MIN_VALUE, blame, MINUTE);
  }

  @Test
  void dropsOnlyTheSamplesThatAPrometheusRejects(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      deliver(server.endpoint(), false, List.of(SeriesRun.of(series("old"), now, 1)));
      List<SeriesRun> batch = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        batch.add(SeriesRun.of(series("good_" + i), now, i));
      }
      batch.add(37, SeriesRun.of(series("old"), now - 1000, 1));
      batch.add(71, SeriesRun.of(series("old"), now, 2));
      batch.add(SeriesRun.of(series("ancient"), now - Duration.ofDays(2).toMillis(), 1));
      batch.add(
          new SeriesRun(
              series("old"), new long[] {now - 5, now + 1, now + 2}, new long[] {1, 2, 3}));

      Delivery.Outcome outcome = deliver(server.endpoint(), false, batch);

      assertThat(outcome.sent()).isEqualTo(102);
      assertThat(outcome.rest()).isEmpty();
      assertThat(outcome.dropped().get(DropReason.OUT_OF_ORDER).samples()).isEqualTo(2);
      assertThat(outcome.dropped().get(DropReason.DUPLICATE).samples()).isEqualTo(1);
      assertThat(outcome.dropped().get(DropReason.OUT_OF_BOUNDS).samples()).isEqualTo(1);
      assertThat(server.query("count({__name__=~\"good_.*\"})").get(0).at("/value/1").asText())
          .isEqualTo("100");
    }
  }

  /** As a first start does that learns from the last days. */
  @Test
  void asksOnlyOnceAboutSamplesThatAreTooOldForAllSeries(@TempDir Path directory) {
    long ancient = now - Duration.ofDays(2).toMillis();
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      deliver(server.endpoint(), false, List.of(SeriesRun.of(series("new"), now, 1)));
      List<SeriesRun> batch = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        batch.add(SeriesRun.of(series("a_" + i), i % 2 == 0 ? ancient : ancient - 1, i));
      }
      batch.add(SeriesRun.of(series("new"), now + 1, 1));

      Delivery.Outcome outcome = deliver(server.endpoint(), false, batch);

      assertThat(outcome.dropped().get(DropReason.OUT_OF_BOUNDS).samples()).isEqualTo(1000);
      assertThat(outcome.sent()).isEqualTo(1);
      assertThat(outcome.bound()).isEqualTo(ancient);
      // Halves of halves until one stands alone, and then what is newer.
      assertThat(outcome.requests()).isLessThan(40);
    }
  }

  @Test
  void leavesAllToBeTriedAgainWhereTheServerFails() {
    List<SeriesRun> batch =
        List.of(SeriesRun.of(series("a"), now, 1), SeriesRun.of(series("b"), now, 1));
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 500)) {
      Delivery.Outcome outcome = deliver(receiver.endpoint(), false, batch);

      assertThat(outcome.rest()).isEqualTo(batch);
      assertThat(outcome.retry()).map(RetryLater::status).contains(500);
      assertThat(receiver.answers()).hasSize(1);
    }
  }

  @Test
  void blamesTheOneSampleAtWhichTheServerFails() {
    List<SeriesRun> batch = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      batch.add(SeriesRun.of(series(i == 20 ? "poison" : "good_" + i + "_"), now, 1));
    }
    try (FaultyReceiver receiver =
        FaultyReceiver.that((exchange, message) -> message.contains("poison") ? 500 : 204)) {
      Delivery.Outcome outcome = deliver(receiver.endpoint(), true, batch);

      assertThat(outcome.sent()).isEqualTo(49);
      assertThat(outcome.dropped()).containsOnlyKeys(DropReason.SERVER_ERROR);
      assertThat(outcome.rest()).isEmpty();
      assertThat(receiver.accepted("good_49_")).isEqualTo(1);
    }
  }

  @Test
  void dropsNothingWhereTheServerFailsAtEverything() {
    List<SeriesRun> batch =
        List.of(SeriesRun.of(series("a"), now, 1), SeriesRun.of(series("b"), now, 1));
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 500)) {
      Delivery.Outcome outcome = deliver(receiver.endpoint(), true, batch);

      assertThat(outcome.rest()).isEqualTo(batch);
      assertThat(outcome.dropped()).isEmpty();
      assertThat(outcome.retry()).isPresent();
    }
  }

  @Test
  void keepsWhatIsUndecidedWhenTheServerGoesAwayInTheMiddle() {
    List<SeriesRun> batch = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      batch.add(SeriesRun.of(series("s" + i), now, 1));
    }
    int[] requests = new int[1];
    try (FaultyReceiver receiver =
        FaultyReceiver.that(
            (exchange, message) ->
                switch (requests[0]++) {
                  case 0 -> 400;
                  case 1 -> 204;
                  default -> 503;
                })) {
      Delivery.Outcome outcome = deliver(receiver.endpoint(), false, batch);

      assertThat(outcome.sent()).isEqualTo(4);
      assertThat(outcome.rest()).isEqualTo(batch.subList(4, 8));
      assertThat(outcome.dropped()).isEmpty();
    }
  }

  @Test
  void takesARestWhenTheTimeIsUp() {
    List<SeriesRun> batch =
        List.of(SeriesRun.of(series("a"), now, 1), SeriesRun.of(series("b"), now, 1));
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 400)) {
      Delivery.Outcome outcome =
          Delivery.deliver(
              new RemoteWriteClient(receiver.endpoint()),
              new WriteBatch(),
              batch,
              Long.MIN_VALUE,
              false,
              Duration.ZERO);

      assertThat(outcome.rest()).isEqualTo(batch);
      assertThat(outcome.retry()).isEmpty();
    }
  }

  @Test
  void triesAgainWhenTheConnectionBreaks() {
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 0)) {
      Delivery.Outcome outcome =
          deliver(receiver.endpoint(), true, List.of(SeriesRun.of(series("a"), now, 1)));

      assertThat(outcome.retry()).map(RetryLater::status).contains(0);
      assertThat(outcome.rest()).hasSize(1);
    }
  }

  @Test
  void isRefusedWithoutCredentials() {
    try (FaultyReceiver receiver = FaultyReceiver.that((exchange, message) -> 401)) {
      Delivery.Outcome outcome =
          deliver(receiver.endpoint(), false, List.of(SeriesRun.of(series("a"), now, 1)));

      assertThat(outcome.refused()).map(Refused::status).contains(401);
    }
  }
}
