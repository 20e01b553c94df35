package dev.almanac.jobs;

import dev.almanac.prometheus.PrometheusEndpoint;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A real Prometheus on a free loopback port that opens a folder of blocks, scrapes nothing until
 * told, and ends with this object.
 */
final class ScratchPrometheus implements AutoCloseable {

  private static final Duration READY_WITHIN = Duration.ofMinutes(10);
  private static final Duration POLL = Duration.ofMillis(100);

  private static final List<String> WRITABLE =
      List.of("--web.enable-remote-write-receiver", "--web.enable-lifecycle");

  private final Process process;
  private final Path configuration;
  private final Path log;
  private final int port;
  private final Thread atExit;

  private ScratchPrometheus(Process process, Path configuration, Path log, int port) {
    this.process = process;
    this.configuration = configuration;
    this.log = log;
    this.port = port;
    atExit = new Thread(process::destroyForcibly, "end " + process.pid());
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  static Optional<Path> executable() {
    return ServerProcess.onPath("prometheus");
  }

  /**
   * Starts it and waits until it answers.
   *
   * @param data the folder of blocks, which becomes its data folder
   * @param work where its configuration and its log go
   */
  static ScratchPrometheus start(Path executable, Path data, Path work)
      throws IOException, InterruptedException {
    return start(executable, data, work, List.of());
  }

  /**
   * Starts an empty one that can be written to, and told what to scrape.
   *
   * @param work where its data, its configuration and its log go
   */
  static ScratchPrometheus start(Path executable, Path work)
      throws IOException, InterruptedException {
    return start(executable, work.resolve("data"), work, WRITABLE);
  }

  private static ScratchPrometheus start(Path executable, Path data, Path work, List<String> flags)
      throws IOException, InterruptedException {
    Path configuration = Files.writeString(work.resolve("prometheus.yml"), "global: {}\n");
    Path log = work.resolve("prometheus.log");
    int port = FreePort.any();
    List<String> command = new ArrayList<>();
    command.add(executable.toString());
    command.add("--config.file=" + configuration);
    command.add("--storage.tsdb.path=" + data);
    command.add("--storage.tsdb.retention.time=100y");
    command.add("--web.listen-address=127.0.0.1:" + port);
    command.addAll(flags);
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    ScratchPrometheus server = new ScratchPrometheus(process, configuration, log, port);
    try {
      server.awaitReady();
      return server;
    } catch (IOException | InterruptedException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void awaitReady() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newHttpClient();
    HttpRequest ready =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/ready"))
            .timeout(Duration.ofSeconds(5))
            .build();
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (System.nanoTime() - deadline < 0) {
      if (!process.isAlive()) {
        throw new IOException("Prometheus does not start with the restored blocks: " + lastWords());
      }
      try {
        if (http.send(ready, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
          return;
        }
      } catch (IOException e) {
        // It does not listen yet.
      }
      Thread.sleep(POLL.toMillis());
    }
    throw new IOException("Prometheus is not ready after " + READY_WITHIN + ": " + lastWords());
  }

  /** Has one that was started for that scrape by another configuration. */
  void scrape(String prometheusYml) throws IOException, InterruptedException {
    Files.writeString(configuration, prometheusYml);
    HttpRequest reload =
        HttpRequest.newBuilder(URI.create(endpoint().url() + "/-/reload"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    HttpResponse<String> answer =
        HttpClient.newHttpClient().send(reload, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("Prometheus does not take its configuration: " + answer.body());
    }
  }

  /** Host and port. */
  String address() {
    return "127.0.0.1:" + port;
  }

  PrometheusEndpoint endpoint() {
    return PrometheusEndpoint.of("http://" + address());
  }

  ProcessHandle process() {
    return process.toHandle();
  }

  /** What it has complained of. */
  List<String> complaints() throws IOException {
    List<String> complaints = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      if (line.contains("level=error") || line.contains("level=ERROR")) {
        complaints.add(line);
      }
    }
    return complaints;
  }

  private String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    removeHook();
  }

  private void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This very JVM is being ended, and the hook does its work.
    }
  }
}
