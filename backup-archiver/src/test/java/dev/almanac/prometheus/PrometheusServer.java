package dev.almanac.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Prometheus on a loopback port, with the admin API, remote write and native histograms. Its
 * data directory is {@code data} below the directory given, named to it relatively.
 */
public final class PrometheusServer extends Daemon {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> ALL_FEATURES =
      List.of(
          "--web.enable-admin-api",
          "--web.enable-remote-write-receiver",
          "--web.enable-lifecycle",
          "--enable-feature=native-histograms");

  private static final String PROGRAM = "prometheus";

  private final String program;
  private final Path directory;
  private RemoteWriteClient writer;
  private RemoteReadClient reader;

  private PrometheusServer(String program, Path directory, int port, List<String> flags) {
    super(program, directory, port, "/-/ready", command(program, port, flags));
    this.program = program;
    this.directory = directory;
  }

  /** Starts a server with this configuration; its data directory may hold data already. */
  public static PrometheusServer start(Path directory, String configuration) {
    return start(directory, configuration, ALL_FEATURES);
  }

  /** Starts a server with other flags than the usual. */
  public static PrometheusServer start(Path directory, String configuration, List<String> flags) {
    write(directory, "prometheus.yml", configuration);
    return new PrometheusServer(PROGRAM, directory, LoopbackPort.free(), flags);
  }

  /** Starts a server of another version, by the name of its program. */
  public static PrometheusServer startOther(String program, Path directory, String configuration) {
    write(directory, "prometheus.yml", configuration);
    return new PrometheusServer(program, directory, LoopbackPort.free(), ALL_FEATURES);
  }

  /** Starts a server that was closed again, with its data, at the same address. */
  public PrometheusServer startAgain() {
    return new PrometheusServer(program, directory, port(), ALL_FEATURES);
  }

  private static List<String> command(String program, int port, List<String> flags) {
    List<String> command =
        new ArrayList<>(
            List.of(
                program,
                "--config.file=prometheus.yml",
                "--storage.tsdb.path=data",
                "--storage.tsdb.retention.time=10y",
                "--web.listen-address=127.0.0.1:" + port));
    command.addAll(flags);
    return command;
  }

  private static void write(Path directory, String file, String text) {
    try {
      Files.createDirectories(directory);
      Files.writeString(directory.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.of(url());
  }

  /** Writes to the server; one for all, for each keeps connections, and a server takes 512. */
  public synchronized RemoteWriteClient writer() {
    if (writer == null) {
      writer = new RemoteWriteClient(endpoint());
    }
    return writer;
  }

  /** Reads from the server; one for all, as {@link #writer}. */
  public synchronized RemoteReadClient reader() {
    if (reader == null) {
      reader = new RemoteReadClient(endpoint());
    }
    return reader;
  }

  public Path dataDirectory() {
    return directory.resolve("data");
  }

  /** Has the running server take another configuration, which may name rules.yml. */
  public void reload(String configuration, String rules) {
    write(directory, "rules.yml", rules);
    reload(configuration);
  }

  /** Has the running server take another configuration. */
  public void reload(String configuration) {
    write(directory, "prometheus.yml", configuration);
    request("POST", "/-/reload");
  }

  /** Has the running server scrape this address each second, and nothing else. */
  public void scrape(String job, String address) {
    reload(
        """
        scrape_configs:
          - job_name: %s
            scrape_interval: 1s
            static_configs:
              - targets: ["%s"]
        """
            .formatted(job, address));
  }

  /** Evaluates a PromQL expression now; the result's elements. */
  public JsonNode query(String promql) {
    return result("query?query=" + encoded(promql));
  }

  /** Evaluates a PromQL expression at some time. */
  public JsonNode query(String promql, Instant at) {
    return result("query?query=" + encoded(promql) + "&time=" + at);
  }

  /** Evaluates a PromQL expression at every step. */
  public JsonNode queryRange(String promql, Instant from, Instant to, Duration step) {
    return result(
        "query_range?query=%s&start=%s&end=%s&step=%d"
            .formatted(encoded(promql), from, to, step.toSeconds()));
  }

  private JsonNode result(String question) {
    try {
      return JSON.readTree(request("GET", "/api/v1/" + question)).path("data").path("result");
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The value of one of the server's own metrics, summed over its labels; 0 where absent. */
  public double ownMetric(String name) {
    return ServerMetrics.parse(request("GET", "/metrics")).get(name).orElse(0);
  }

  /** Deletes the samples of matching series from {@code from} to {@code to}, both included. */
  public void deleteSeries(String selector, long from, long to) {
    request(
        "POST",
        "/api/v1/admin/tsdb/delete_series?match%5B%5D="
            + encoded(selector)
            + "&start="
            + seconds(from)
            + "&end="
            + seconds(to));
  }

  /** Has the samples that were deleted removed from the blocks, and their tombstones with them. */
  public void cleanTombstones() {
    request("POST", "/api/v1/admin/tsdb/clean_tombstones");
  }

  private static String seconds(long millis) {
    return millis / 1000 + "." + String.format("%03d", millis % 1000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
