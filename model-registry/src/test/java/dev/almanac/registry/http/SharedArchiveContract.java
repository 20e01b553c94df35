package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.prometheus.Await;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Tokens;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers on one archive, whatever it is kept in. */
abstract class SharedArchiveContract {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Served one;
  private Served other;

  /** One more connection to the same empty archive. */
  abstract BlobStore store(Path folder);

  /** How many versions are published at once. */
  abstract int published();

  @BeforeEach
  void serve(@TempDir Path folder) {
    one = Served.over(store(folder), folder.resolve("one"));
    other = Served.over(store(folder), folder.resolve("other"));
  }

  @AfterEach
  void stop() {
    other.close();
    one.close();
  }

  private static HttpResponse<String> mlflow(Served served, String call, String json) {
    return served.post("/api/2.0/mlflow/" + call, Scope.OPERATE, json);
  }

  private static int publish(Served served, int number) {
    HttpResponse<String> sent =
        served.send(
            served
                .request(
                    "/api/2.0/mlflow-artifacts/artifacts/uploads/u" + number + "/model.bin",
                    Scope.OPERATE)
                .PUT(HttpRequest.BodyPublishers.ofString("model " + number)));
    assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
    HttpResponse<String> published =
        mlflow(
            served,
            "model-versions/create",
            "{\"name\": \"many\", \"source\": \"mlflow-artifacts:/uploads/u%d\"}"
                .formatted(number));
    assertThat(published.statusCode()).as(published.body()).isEqualTo(200);
    return Served.json(published).path("model_version").path("version").asInt();
  }

  @Test
  void endsManyPublicationsAtOnceWithThatManyVersions() throws Exception {
    mlflow(one, "registered-models/create", "{\"name\": \"many\"}");
    ExecutorService clients = Executors.newFixedThreadPool(10);
    List<Future<Integer>> publications = new ArrayList<>();
    for (int i = 0; i < published(); i++) {
      int number = i;
      publications.add(clients.submit(() -> publish(number % 2 == 0 ? one : other, number)));
    }
    clients.shutdown();

    List<Integer> numbers = new ArrayList<>();
    for (Future<Integer> publication : publications) {
      numbers.add(publication.get());
    }

    assertThat(numbers)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(1, published()).boxed().toList());
    Registry registry = new Registry(one.store());
    List<String> contents = new ArrayList<>();
    for (ModelVersion version : registry.versions("many")) {
      contents.add(new String(registry.read(version, "model.bin"), StandardCharsets.UTF_8));
    }
    assertThat(contents)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, published()).mapToObj(i -> "model " + i).toList());
    assertThat(other.json("/api/v1/models/many").path("versions").asInt()).isEqualTo(published());
  }

  @Test
  void agreesOnWhatTheOtherChanged() {
    mlflow(one, "registered-models/create", "{\"name\": \"one\", \"description\": \"a\"}");
    mlflow(other, "registered-models/update", "{\"name\": \"one\", \"description\": \"b\"}");

    HttpResponse<String> again = mlflow(other, "registered-models/create", "{\"name\": \"one\"}");

    assertThat(again.body()).contains("RESOURCE_ALREADY_EXISTS");
    assertThat(other.json("/api/2.0/mlflow/registered-models/get?name=one"))
        .isEqualTo(one.json("/api/2.0/mlflow/registered-models/get?name=one"));
  }

  @Test
  void refusesEverywhereATokenThatWasRevokedOnce() {
    Tokens tokens = new Tokens(one.store());

    String secret = tokens.create("brief", Scope.READ, Optional.empty(), "a").secret();
    List<Served> servers = List.of(one, other);
    servers.forEach(server -> Await.until("let in", PATIENCE, () -> status(server, secret) == 200));
    tokens.revoke("brief", "a");
    servers.forEach(
        server -> Await.until("refused", PATIENCE, () -> status(server, secret) == 401));
  }

  private static int status(Served server, String secret) {
    return server
        .send(server.request("/api/v1/models").header("Authorization", "Bearer " + secret))
        .statusCode();
  }
}
