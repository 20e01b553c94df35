package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code almanac serve} in a JVM of its own, over an archive, and a client with a token. */
final class ServedArchive implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern ADDRESS = Pattern.compile("serving .* at (http://\\S+)");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ChildCommand server;
  private final String url;
  private final String secret;

  private ServedArchive(ChildCommand server, String secret) {
    this.server = server;
    this.secret = secret;
    server.awaitUntil("it serves", () -> ADDRESS.matcher(server.said()).find());
    Matcher address = ADDRESS.matcher(server.said());
    assertThat(address.find()).as(server.said()).isTrue();
    url = address.group(1);
    Await.until("it is ready", PATIENCE, () -> get("/readyz").statusCode() == 200);
  }

  /** A new token for an archive, which need not be there yet. */
  static String token(Path archive, String name, String scope) {
    CommandRun run =
        CommandRun.of(
            "token", "create", "--archive", archive.toString(), "--name", name, "--scope", scope);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run.out().strip();
  }

  /**
   * Starts it.
   *
   * @param scratch for its files; the audit log is {@code audit.jsonl} in it
   * @param port 0 for a free one
   */
  static ServedArchive start(
      Path scratch, Path archive, String secret, int port, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "serve",
                "--archive",
                archive.toString(),
                "--listen",
                Integer.toString(port),
                "--refresh",
                "1s",
                "--audit",
                scratch.resolve("audit.jsonl").toString()));
    words.addAll(List.of(options));
    return new ServedArchive(ChildCommand.start(scratch, words.toArray(String[]::new)), secret);
  }

  String url() {
    return url;
  }

  int port() {
    return URI.create(url).getPort();
  }

  ChildCommand process() {
    return server;
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + secret);
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path));
  }

  HttpResponse<String> post(String path) {
    return send(request(path).POST(HttpRequest.BodyPublishers.noBody()));
  }

  /** What a good answer says. */
  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
    return parse(response.body());
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  @Override
  public void close() {
    server.stop();
  }
}
