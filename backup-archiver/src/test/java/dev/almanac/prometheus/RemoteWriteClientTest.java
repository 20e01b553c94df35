package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.almanac.prometheus.FaultyServer.Answer;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteOutcome.Refused;
import dev.almanac.prometheus.WriteOutcome.Rejected;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import dev.almanac.series.FloatRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteWriteClientTest {

  private static WriteRequest sampleAt(long timestamp, long valueBits) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = timestamp;
    run.valueBits[0] = valueBits;
    run.setSize(1);
    return new WriteRequest().add(WriteRequestTest.SERIES, run);
  }

  private static WriteOutcome outcomeOf(Answer answer) throws IOException {
    try (FaultyServer server = FaultyServer.answering(answer)) {
      return new RemoteWriteClient(server.endpoint()).write(sampleAt(1, 1));
    }
  }

  @Test
  void tellsWhatAPrometheusAcceptsFromWhatItRejects(@TempDir Path directory) {
    long now = System.currentTimeMillis();
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      RemoteWriteClient client = new RemoteWriteClient(server.endpoint());
      assertThat(client.write(sampleAt(now, 1))).isInstanceOf(Accepted.class);
      assertThat(client.write(sampleAt(now, 1))).isInstanceOf(Accepted.class);
      assertThat(client.write(sampleAt(now, 2)))
          .asInstanceOf(type(Rejected.class))
          .extracting(Rejected::reason)
          .asString()
          .contains("duplicate sample for timestamp");
      assertThat(client.write(sampleAt(now - 1, 1)))
          .asInstanceOf(type(Rejected.class))
          .extracting(Rejected::reason)
          .asString()
          .contains("out of order sample");
    }
  }

  @Test
  void isRefusedByAPrometheusThatTakesNoWrites(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "", List.of())) {
      assertThat(new RemoteWriteClient(server.endpoint()).write(sampleAt(1, 1)))
          .asInstanceOf(type(Refused.class))
          .extracting(Refused::reason)
          .asString()
          .contains("needs to be enabled");
    }
  }

  @Test
  void retriesLaterWhereNothingAnswers() {
    PrometheusEndpoint nowhere = PrometheusEndpoint.of("http://127.0.0.1:" + LoopbackPort.free());
    assertThat(new RemoteWriteClient(nowhere).write(sampleAt(1, 1))).isInstanceOf(RetryLater.class);
  }

  @Test
  void waitsAsLongAsTheServerAsks() throws IOException {
    WriteOutcome outcome =
        outcomeOf(Answer.of(429, "text/plain", "slow down").with("Retry-After: 7"));
    assertThat(outcome)
        .isEqualTo(new RetryLater(429, Optional.of(Duration.ofSeconds(7)), "429: slow down"));
  }

  @Test
  void understandsADateToRetryAfter() throws IOException {
    WriteOutcome outcome =
        outcomeOf(
            Answer.of(503, "text/plain", "").with("Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"));
    assertThat(((RetryLater) outcome).retryAfter()).contains(Duration.ZERO);
  }

  @Test
  void takesNoNoticeOfARetryAfterThatIsNone() throws IOException {
    WriteOutcome outcome = outcomeOf(Answer.of(503, "text/plain", "").with("Retry-After: soon"));
    assertThat(((RetryLater) outcome).retryAfter()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 401, 403, 404, 405})
  void isRefusedForGood(int status) throws IOException {
    assertThat(outcomeOf(Answer.of(status, "text/plain", "no"))).isInstanceOf(Refused.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void isRejectedAsItIs(int status) throws IOException {
    assertThat(outcomeOf(Answer.of(status, "text/plain", "no"))).isInstanceOf(Rejected.class);
  }
}
