package dev.almanac.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A Prometheus that scrapes itself and a node_exporter every second. They outlive this process;
 * their folder remembers them:
 *
 * <pre>
 * prometheus.process, node_exporter.process   who they are, see {@link ServerProcess}
 * prometheus.log, node_exporter.log           what they say
 * prometheus.yml, data/                       the Prometheus's configuration and TSDB
 * </pre>
 */
final class DemoServers {

  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final String LOOPBACK = "127.0.0.1";

  private static final String CONFIGURATION =
      """
      global:
        scrape_interval: 1s
      scrape_configs:
        - job_name: prometheus
          static_configs: [{targets: ['%s']}]
        - job_name: node
          static_configs: [{targets: ['%s']}]
      """;

  private final Path dir;
  private final ServerProcess prometheus;
  private final ServerProcess nodeExporter;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** Takes the next look at how much there is. */
  interface Watcher {
    void gathered(Duration history, long series);
  }

  DemoServers(Path dir) {
    this.dir = dir;
    this.prometheus = new ServerProcess(dir, "prometheus");
    this.nodeExporter = new ServerProcess(dir, "node_exporter");
  }

  /**
   * Starts both, unless both run already.
   *
   * @return where the Prometheus listens
   */
  URI start() throws IOException, InterruptedException {
    if (!prometheus.isRunning() || !nodeExporter.isRunning()) {
      stop();
      Files.createDirectories(dir);
      String node = addressFor(nodeExporter);
      String server = addressFor(prometheus);
      Path configuration = dir.resolve("prometheus.yml");
      Files.writeString(configuration, CONFIGURATION.formatted(server, node));
      nodeExporter.start(
          node,
          List.of("prometheus-node-exporter", "node_exporter"),
          List.of("--web.listen-address=" + node));
      prometheus.start(
          server,
          List.of("prometheus"),
          List.of(
              "--config.file=" + configuration,
              "--storage.tsdb.path=" + dir.resolve("data"),
              "--web.listen-address=" + server,
              "--web.enable-admin-api"));
    }
    URI url = URI.create("http://" + prometheus.address());
    awaitReady(url);
    return url;
  }

  /** Waits until the Prometheus holds this much history in memory. */
  void awaitHistory(Duration wanted, Watcher watcher) throws IOException, InterruptedException {
    URI status = URI.create("http://" + prometheus.address() + "/api/v1/status/tsdb");
    long deadline = System.nanoTime() + wanted.plus(READY_WITHIN).toNanos();
    while (true) {
      JsonNode head = new ObjectMapper().readTree(get(status).body()).at("/data/headStats");
      long series = head.path("numSeries").asLong();
      // An empty head has its times at the ends of what a long can hold.
      Duration gathered =
          series == 0
              ? Duration.ZERO
              : Duration.ofMillis(head.path("maxTime").asLong() - head.path("minTime").asLong());
      watcher.gathered(gathered, series);
      if (series > 0 && gathered.compareTo(wanted) >= 0) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        throw new DemoException(
            "the Prometheus gathered only "
                + gathered.toSeconds()
                + " s of history in time; see "
                + prometheus.log());
      }
      pause();
    }
  }

  /** Ends both and tells which of them ran. */
  List<String> stop() throws InterruptedException {
    List<String> ended = new ArrayList<>();
    for (ServerProcess server : List.of(prometheus, nodeExporter)) {
      if (server.stop()) {
        ended.add(server.name());
      }
    }
    return ended;
  }

  private void awaitReady(URI url) throws InterruptedException, IOException {
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (prometheus.isRunning() && System.nanoTime() - deadline < 0) {
      try {
        if (get(url.resolve("/-/ready")).statusCode() == 200) {
          return;
        }
      } catch (IOException notYet) {
        // It is not listening yet; the deadline judges.
      }
      pause();
    }
    throw new DemoException(
        "the Prometheus did not get ready: "
            + prometheus.lastWords()
            + "; see "
            + prometheus.log());
  }

  private HttpResponse<String> get(URI url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(10)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static void pause() throws InterruptedException {
    Thread.sleep(POLL.toMillis());
  }

  /** The one it had before, lest its series get other labels; a free one where that is taken. */
  private static String addressFor(ServerProcess server) throws IOException {
    String before = server.address();
    if (before != null && FreePort.isFree(URI.create("http://" + before).getPort())) {
      return before;
    }
    return LOOPBACK + ":" + FreePort.any();
  }
}
