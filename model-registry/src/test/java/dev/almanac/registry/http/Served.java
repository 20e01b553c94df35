package dev.almanac.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An archive that is served on loopback, and a client with a token of each scope. */
final class Served implements AutoCloseable {

  static final Limits LIMITS =
      new Limits(
          8 << 10,
          64 << 10,
          1 << 20,
          512,
          16,
          Duration.ofSeconds(30),
          Duration.ofSeconds(1),
          Duration.ofSeconds(3));

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final Map<Scope, String> secrets = new EnumMap<>(Scope.class);
  private final BlobStore store;
  private final AlmanacServer server;
  private final Path audit;

  private Served(BlobStore store, Path work, Set<String> proxies, Facilities facilities) {
    this.store = store;
    audit = work.resolve("audit.jsonl");
    Tokens tokens = new Tokens(store);
    for (Scope scope : Scope.values()) {
      String name =
          scope.label() + "-" + work.getFileName().toString().replaceAll("[^A-Za-z0-9]", "");
      secrets.put(scope, tokens.create(name, scope, Optional.empty(), "tester").secret());
    }
    try {
      server = AlmanacServer.start(store, settings(work, proxies), facilities);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static ServeSettings settings(Path work, Set<String> proxies) {
    return new ServeSettings(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
        Optional.empty(),
        false,
        proxies,
        work.resolve("audit.jsonl"),
        work.resolve("uploads"),
        "metrics",
        Duration.ofMillis(200),
        LIMITS);
  }

  /** Over a new folder. */
  static Served over(Path folder) {
    return over(BlobStores.open(folder.resolve("archive").toString()), folder.resolve("work"));
  }

  /**
   * Over any store, which is closed with it.
   *
   * @param work a folder of its own
   */
  static Served over(BlobStore store, Path work) {
    return new Served(store, work, Set.of(), Facilities.NONE);
  }

  /** The same, behind a proxy on this machine. */
  static Served behindProxy(Path folder) {
    return new Served(
        BlobStores.open(folder.resolve("archive").toString()),
        folder.resolve("work"),
        Set.of("127.0.0.1"),
        Facilities.NONE);
  }

  /** Over a new folder, with what it can do besides. */
  static Served with(Path folder, Facilities facilities) {
    return new Served(
        BlobStores.open(folder.resolve("archive").toString()),
        folder.resolve("work"),
        Set.of(),
        facilities);
  }

  BlobStore store() {
    return store;
  }

  AlmanacServer server() {
    return server;
  }

  String url() {
    return server.url();
  }

  InetSocketAddress address() {
    URI uri = URI.create(url());
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  String secret(Scope scope) {
    return secrets.get(scope);
  }

  /** A request, to be changed and sent. */
  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(Duration.ofMinutes(2));
  }

  HttpRequest.Builder request(String path, Scope scope) {
    return request(path).header("Authorization", "Bearer " + secrets.get(scope));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  HttpResponse<String> get(String path) {
    return send(request(path, Scope.READ));
  }

  HttpResponse<String> post(String path, Scope scope, String json) {
    return send(
        request(path, scope)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  /** What a good answer says. */
  JsonNode json(String path) {
    HttpResponse<String> response = get(path);
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": " + response.statusCode() + " " + response.body());
    }
    return json(response);
  }

  static JsonNode json(HttpResponse<String> response) {
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new AssertionError(response.body(), e);
    }
  }

  /** The lines of the audit log. */
  List<JsonNode> audit() {
    try {
      return Files.readAllLines(audit).stream().map(Served::parse).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
