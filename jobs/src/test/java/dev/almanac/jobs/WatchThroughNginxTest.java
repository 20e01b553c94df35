package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.NginxServer;
import dev.almanac.prometheus.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus behind a real nginx with TLS and credentials; jobs in JVMs of their own. */
@Timeout(1200)
class WatchThroughNginxTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PASSWORD = "correct horse";
  private static final String TOKEN = "s3cret-token";

  private static final String SCRAPED =
      """
      scrape_configs:
        - job_name: itself
          scrape_interval: 1s
          static_configs: [{targets: ["%s"]}]
      """;

  @TempDir private Path temp;
  private PrometheusServer server;
  private NginxServer nginx;
  private final List<ChildCommand> watches = new ArrayList<>();

  @BeforeEach
  void start() {
    server = PrometheusServer.start(temp.resolve("prometheus"), "");
    server.reload(SCRAPED.formatted(server.address()));
    nginx = NginxServer.start(temp.resolve("nginx"), server.url(), PASSWORD, TOKEN);
  }

  @AfterEach
  void end() {
    watches.forEach(ChildCommand::kill);
    nginx.close();
    server.close();
  }

  private ChildCommand watch(String url, String series, Map<String, String> secrets)
      throws IOException {
    Path own = Files.createDirectories(temp.resolve("watch-" + watches.size()));
    ChildCommand watch =
        ChildCommand.start(
            own,
            secrets,
            WatchWords.of(url, own, "--ca", nginx.authority().toString(), "--match", series));
    watches.add(watch);
    return watch;
  }

  private void awaitScores(String series, ChildCommand watch) {
    Await.until(
        series + " is scored: " + watch.said(),
        PATIENCE,
        () -> !server.query("almanac_anomaly_score{for='" + series + "'}").isEmpty());
  }

  @Test
  void scoresForWhoeverIsLetInAndEndsWithTheReasonForWhoeverIsNot() throws IOException {
    ChildCommand basic =
        watch(
            nginx.basicUrl(),
            "up",
            Map.of("PROMETHEUS_USER", "watcher", "PROMETHEUS_PASSWORD", PASSWORD));
    ChildCommand bearer =
        watch(nginx.bearerUrl(), "scrape_samples_scraped", Map.of("PROMETHEUS_TOKEN", TOKEN));
    ChildCommand wrong =
        watch(
            nginx.basicUrl(),
            "scrape_duration_seconds",
            Map.of("PROMETHEUS_USER", "watcher", "PROMETHEUS_PASSWORD", "wrong"));

    awaitScores("up", basic);
    awaitScores("scrape_samples_scraped", bearer);
    assertThat(wrong.awaitEnd()).isEqualTo(ExitCode.FAILED.code());
    assertThat(wrong.said())
        .contains("/basic/api/v1/read answered 401")
        .contains("pass credentials that it accepts")
        .doesNotContain("This is a defect");
    assertThat(server.query("almanac_anomaly_score{for='scrape_duration_seconds'}")).isEmpty();
    for (ChildCommand watch : watches) {
      assertThat(watch.said()).doesNotContain("correct horse", TOKEN);
    }
  }
}
