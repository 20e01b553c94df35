package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.prometheus.Trust;
import dev.almanac.registry.AliasMovedException;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateReport;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Models;
import dev.almanac.registry.NoSuchModelException;
import dev.almanac.registry.RefusedChangeException;
import dev.almanac.registry.Registry;
import dev.almanac.registry.RegistryException;
import dev.almanac.registry.client.RegistryClient;
import dev.almanac.registry.client.RegistryEndpoint;
import dev.almanac.registry.token.Scope;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our client and our server, and a network between them that fails. */
class RemotePublicationTest {

  private static final HttpClient FORWARD = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private Served served;
  private Registry registry;
  private RegistryClient client;
  private HttpServer network;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
    registry = new Registry(served.store());
    client = client(served.url(), Scope.OPERATE);
  }

  @AfterEach
  void stop() {
    if (network != null) {
      network.stop(0);
    }
    served.close();
  }

  private RegistryClient client(String url, Scope scope) {
    return new RegistryClient(RegistryEndpoint.of(url, served.secret(scope), Trust.OF_THE_JVM));
  }

  private SortedMap<String, Path> files(String content) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (String name : List.of("data/a.models", "metadata")) {
      files.put(name, Files.writeString(Files.createTempFile(folder, "file", ""), content + name));
    }
    return files;
  }

  /** What becomes of a request on its way. */
  private interface Fault {
    /** True where it was dealt with, and is not to be passed on. */
    boolean strike(HttpExchange exchange) throws IOException;
  }

  private RegistryClient through(Fault fault) throws IOException {
    network = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    network.setExecutor(Executors.newCachedThreadPool());
    network.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (!fault.strike(exchange)) {
              HttpResponse<byte[]> answer = forward(exchange);
              answer
                  .headers()
                  .firstValue("Content-Type")
                  .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
              exchange.sendResponseHeaders(
                  answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
              exchange.getResponseBody().write(answer.body());
            }
          }
        });
    network.start();
    return client("http://127.0.0.1:" + network.getAddress().getPort(), Scope.OPERATE);
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(served.url() + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                HttpRequest.BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Authorization", "Content-Type")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    try {
      return FORWARD.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void publishesWhatAnArchiveWouldHold() throws IOException {
    ModelVersion sent = client.publish("demand", Models.details(), files("x"));

    assertThat(registry.find(sent.id())).contains(sent);
    assertThat(client.find(sent.id())).contains(sent);
    assertThat(client.versions("demand")).containsExactly(sent);
    assertThat(sent.details()).isEqualTo(Models.details());
    assertThat(new String(client.read(sent, "metadata"), StandardCharsets.UTF_8))
        .isEqualTo("xmetadata");
    Path copy = folder.resolve("copy");
    client.copy(sent, copy);
    assertThat(copy.resolve("data/a.models")).hasContent("xdata/a.models");
    assertThat(registry.verify(id -> {})).isEmpty();
    assertThat(registry.garbage(OptionalInt.empty()).blobs()).isEmpty();
  }

  @Test
  void saysOnceWhatIsSaidAgainBecauseTheAnswerWasLost() throws IOException {
    AtomicInteger posts = new AtomicInteger();
    RegistryClient unlucky =
        through(
            exchange -> {
              boolean lost =
                  exchange.getRequestMethod().equals("POST") && posts.incrementAndGet() == 1;
              if (lost) {
                forward(exchange);
              }
              return lost;
            });

    ModelVersion version = unlucky.publish("demand", Models.details(), files("x"));

    assertThat(posts).hasValue(2);
    assertThat(registry.versions("demand")).containsExactly(version);
  }

  @Test
  void triesAgainWhileTheServerIsBusy() throws IOException {
    AtomicInteger requests = new AtomicInteger();
    RegistryClient unlucky =
        through(
            exchange -> {
              boolean busy = requests.incrementAndGet() % 2 == 1;
              if (busy) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                exchange.sendResponseHeaders(requests.get() % 4 == 1 ? 503 : 429, -1);
              }
              return busy;
            });

    unlucky.publish("demand", Models.details(), files("x"));

    assertThat(registry.versions("demand")).hasSize(1);
    assertThat(requests.get()).isGreaterThanOrEqualTo(6);
  }

  @Test
  void sendsFilesAgainThatTheServerHasLost() throws IOException {
    AtomicInteger puts = new AtomicInteger();
    RegistryClient unlucky =
        through(
            exchange -> {
              boolean lost =
                  exchange.getRequestMethod().equals("PUT") && puts.incrementAndGet() == 1;
              if (lost) {
                exchange.sendResponseHeaders(200, -1);
              }
              return lost;
            });

    unlucky.publish("demand", Models.details(), files("x"));

    assertThat(puts).hasValue(4);
    assertThat(registry.versions("demand")).hasSize(1);
  }

  @Test
  void refusesToMakeAnotherVersionOfTheSamePublication() throws IOException {
    AtomicInteger posts = new AtomicInteger();
    byte[][] first = new byte[1][];
    RegistryClient spied =
        through(
            exchange -> {
              if (exchange.getRequestMethod().equals("POST") && posts.incrementAndGet() == 1) {
                first[0] = exchange.getRequestURI().toString().getBytes(StandardCharsets.UTF_8);
              }
              return false;
            });
    spied.publish("demand", Models.details(), files("x"));

    String path = new String(first[0], StandardCharsets.UTF_8);
    HttpResponse<String> nothing = served.post(path, Scope.OPERATE, "{}");
    HttpResponse<String> reading = served.post(path, Scope.READ, "{}");

    assertThat(nothing.statusCode()).isEqualTo(400);
    assertThat(reading.statusCode()).isEqualTo(403);
    assertThat(registry.versions("demand")).hasSize(1);
  }

  @Test
  void letsTheGateDecideAsLocally() throws IOException {
    ModelVersion first = client.publish("demand", Models.details(), files("x"));
    GateReport passes =
        new Gate(GateRule.DEFAULT).judge(Models.details().evaluation().orElseThrow());

    client.admit(first.id(), passes, "nobody");
    client.admit(first.id(), passes, "nobody");

    assertThat(client.reports(first.id())).containsExactly(passes);
    assertThat(client.aliased("demand", "champion")).contains(first);
    assertThat(client.history("demand", "champion"))
        .isEqualTo(registry.history("demand", "champion"));
    assertThat(client.aliases("demand")).isEqualTo(registry.aliases("demand"));
    assertThat(client.models()).containsExactly("demand");

    ModelVersion second = client.publish("demand", Models.details(), files("y"));
    assertThatThrownBy(() -> client.admit(second.id(), passes, "nobody"))
        .isInstanceOf(AliasMovedException.class);
    assertThat(client.aliased("demand", "challenger")).contains(second);
    client.promote(second.id(), "champion", Models.CHANGE);
    assertThat(client.rollBack("demand", "champion", Models.CHANGE).version()).isEqualTo(1);
    assertThatThrownBy(() -> client.rollBack("demand", "champion", Models.CHANGE))
        .isInstanceOf(RefusedChangeException.class);
  }

  @Test
  void saysWhatThereIsNot() {
    assertThat(client.aliased("demand", "champion")).isEmpty();
    assertThat(client.versions("demand")).isEmpty();
    assertThat(client.history("demand", "champion")).isEmpty();
    assertThatThrownBy(() -> client.resolve("demand", "latest"))
        .isInstanceOf(NoSuchModelException.class)
        .hasMessageContaining("there is no model demand");
  }

  @Test
  void saysWhatTheTokenIsNotGoodFor() throws IOException {
    RegistryClient reader = client(served.url(), Scope.READ);
    SortedMap<String, Path> files = files("x");

    assertThat(reader.models()).isEmpty();
    assertThatThrownBy(() -> reader.publish("demand", Models.details(), files))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("it needs the scope operate");
  }

  @Test
  void endsManyPublicationsAtOnceWithThatManyVersions() throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(10);
    List<Future<ModelVersion>> publications = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      SortedMap<String, Path> files = files("content " + i);
      publications.add(clients.submit(() -> client.publish("many", Models.details(), files)));
    }
    clients.shutdown();
    for (Future<ModelVersion> publication : publications) {
      publication.get();
    }

    assertThat(registry.versions("many")).hasSize(100);
    assertThat(registry.ids("many").last().number()).isEqualTo(100);
  }
}
