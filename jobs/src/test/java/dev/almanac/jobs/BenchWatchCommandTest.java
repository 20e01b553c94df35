package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchWatchCommandTest {

  @TempDir private Path folder;

  /** A score of now. */
  private static void write(RemoteWriteClient client) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = System.currentTimeMillis();
    run.valueBits[0] = Double.doubleToRawLongBits(.5);
    run.setSize(1);
    Labels labels = Labels.of("__name__", "almanac_anomaly_score", "for", "up");
    assertThat(client.write(new WriteRequest().add(labels, run))).isInstanceOf(Accepted.class);
  }

  private static CommandRun bench(PrometheusServer server, String time) {
    return CommandRun.of(
        "bench",
        "watch",
        "--prometheus",
        server.endpoint().url().toString(),
        "--for",
        time,
        "--json");
  }

  @Test
  void tellsHowOldScoresAreWhenTheyAreSeen() {
    ScheduledExecutorService writer = Executors.newSingleThreadScheduledExecutor();
    try (PrometheusServer server = PrometheusServer.start(folder, "")) {
      RemoteWriteClient client = server.writer();
      var unused = writer.scheduleWithFixedDelay(() -> write(client), 0, 1, TimeUnit.SECONDS);

      CommandRun run = bench(server, "10s");

      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
      JsonNode answer = run.json();
      assertThat(answer.path("series").asInt()).isEqualTo(1);
      assertThat(answer.path("scores").asInt()).isPositive();
      assertThat(answer.path("median_seconds").asDouble())
          .isBetween(0., answer.path("p99_seconds").asDouble());
    } finally {
      writer.shutdownNow();
    }
  }

  @Test
  void answersNoWhereNothingIsScored() {
    try (PrometheusServer server = PrometheusServer.start(folder, "")) {
      CommandRun run = bench(server, "1s");

      assertThat(run.exit()).isEqualTo(ExitCode.NO);
      assertThat(run.err()).contains("does almanac watch run?");
    }
  }
}
