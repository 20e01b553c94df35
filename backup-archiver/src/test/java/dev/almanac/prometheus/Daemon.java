package dev.almanac.prometheus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real program that serves HTTP on a loopback port while a test needs it. */
abstract class Daemon implements AutoCloseable {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String program;
  private final int port;
  private final Path log;
  private final Process process;

  /**
   * Starts the program and waits until it answers.
   *
   * @param directory its working directory, where its log goes too
   * @param readyPath what answers 200 once it is ready
   */
  Daemon(String program, Path directory, int port, String readyPath, List<String> command) {
    this.program = program;
    this.port = port;
    log = directory.resolve(program + ".log");
    try {
      Files.createDirectories(directory);
      process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot start " + program + ": install it (apt-get install " + program + ")", e);
    }
    // Should the test's own JVM be ended, the program must not outlive it.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    try {
      Await.until(program + " is ready", Duration.ofMinutes(2), () -> isReady(readyPath));
    } catch (RuntimeException | Error e) {
      close();
      throw e;
    }
  }

  private boolean isReady(String path) {
    if (!process.isAlive()) {
      throw new IllegalStateException(
          program + " ended with " + process.exitValue() + " at once:\n" + log());
    }
    try {
      return HTTP.send(
                  HttpRequest.newBuilder(URI.create(url() + path))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What the program has said so far. */
  public final String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  final int port() {
    return port;
  }

  public final String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Host and port, as a scrape target is written. */
  public final String address() {
    return "127.0.0.1:" + port;
  }

  /** Sends a request to the program; its answer has to be a 2xx. */
  public final String request(String method, String pathAndQuery) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url() + pathAndQuery))
            .timeout(Duration.ofSeconds(30))
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IllegalStateException(
            program + " answered " + answer.statusCode() + ": " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Has the program stand still with all its connections, as on a machine that swaps. */
  public final void freeze() {
    signal("STOP");
  }

  /** Has a frozen program go on. */
  public final void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      int status =
          new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
      if (status != 0) {
        throw new IllegalStateException("kill -" + name + " of " + program + " ended " + status);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Ends the program: politely first. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
