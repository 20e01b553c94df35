package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.token.Scope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every answer has, whatever it is about. */
class ServiceTest {

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  void tellsWithoutATokenThatItLives(String path) {
    HttpResponse<String> response = served.send(served.request(path));

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(Served.json(response).path("status").asText()).isEqualTo("ok");
  }

  @Test
  void saysToBrowsersThatNothingComesFromElsewhere() {
    HttpResponse<String> response = served.send(served.request("/healthz"));

    SecurityHeaders.ALL.forEach(
        (name, value) -> assertThat(response.headers().firstValue(name)).contains(value));
    assertThat(SecurityHeaders.ALL.get("Content-Security-Policy"))
        .startsWith("default-src 'none'")
        .doesNotContain("unsafe", "*");
    assertThat(response.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void answersWithProblemsOfRfc9457() {
    HttpResponse<String> response = served.get("/api/v1/models/demand");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
    JsonNode problem = Served.json(response);
    assertThat(problem.path("type").asText()).isEqualTo("urn:almanac:problem:not-found");
    assertThat(problem.path("title").asText()).isEqualTo("There is no such thing");
    assertThat(problem.path("status").asInt()).isEqualTo(404);
    assertThat(problem.path("detail").asText()).startsWith("there is no model demand");
    assertThat(problem.path("instance").asText())
        .isEqualTo("urn:uuid:" + response.headers().firstValue("X-Request-Id").orElseThrow());
  }

  @Test
  void namesThePathThatThereIsNot() {
    HttpResponse<String> response = served.get("/api/v1/nothing");

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(Served.json(response).path("detail").asText())
        .isEqualTo("there is nothing at /api/v1/nothing");
  }

  @Test
  void namesTheMethodThatThereIsNot() {
    HttpResponse<String> response =
        served.send(served.request("/api/v1/models", Scope.ADMIN).DELETE());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(Served.json(response).path("type").asText())
        .isEqualTo("urn:almanac:problem:wrong-method");
  }

  @Test
  void sendsWhatIsUnchangedOnlyOnce() {
    HttpResponse<String> first = served.get("/api/v1/models");
    String tag = first.headers().firstValue("ETag").orElseThrow();

    HttpResponse<String> again =
        served.send(served.request("/api/v1/models", Scope.READ).header("If-None-Match", tag));
    HttpResponse<String> other =
        served.send(
            served.request("/api/v1/models", Scope.READ).header("If-None-Match", "W/\"other\""));

    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
    assertThat(again.headers().firstValue("ETag")).contains(tag);
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void packsWhatIsLarge() throws Exception {
    HttpRequest request =
        served.request("/metrics", Scope.READ).header("Accept-Encoding", "gzip").build();

    byte[] last = new byte[0];
    HttpResponse<byte[]> response = null;
    for (int i = 0; i < 3; i++) {
      response =
          java.net.http.HttpClient.newHttpClient()
              .send(request, HttpResponse.BodyHandlers.ofByteArray());
      last = response.body();
    }

    assertThat(response.headers().firstValue("Content-Encoding")).contains("gzip");
    try (GZIPInputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(last))) {
      assertThat(new String(unpacked.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8))
          .contains(
              "almanac_http_requests_total{method=\"GET\",route=\"/metrics\",status=\"200\"}");
    }
  }

  @Test
  void countsRequestsByRoutesAndNotByPaths() {
    served.get("/api/v1/models/a");
    served.get("/api/v1/models/b");
    served.get("/made/up");

    String metrics = served.get("/metrics").body();

    assertThat(metrics)
        .contains(
            "almanac_http_requests_total{method=\"GET\",route=\"/api/v1/models/{model}\",status=\"404\"}"
                + " 2.0",
            "almanac_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 1.0")
        .doesNotContain("made");
  }

  @Test
  void refusesToBeReachedByOthersUnencrypted() {
    ServeSettings loopback = Served.settings(folder, Set.of());

    assertThatThrownBy(
            () ->
                new ServeSettings(
                    new InetSocketAddress("0.0.0.0", 0),
                    Optional.empty(),
                    false,
                    Set.of(),
                    loopback.audit(),
                    loopback.uploads(),
                    loopback.model(),
                    loopback.refresh(),
                    loopback.limits()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0.0.0.0 can be reached by others");
  }

  @Test
  void saysThatTheAddressIsTaken() {
    ServeSettings loopback = Served.settings(folder.resolve("second"), Set.of());
    ServeSettings taken =
        new ServeSettings(
            served.address(),
            Optional.empty(),
            false,
            Set.of(),
            loopback.audit(),
            loopback.uploads(),
            loopback.model(),
            loopback.refresh(),
            loopback.limits());

    assertThatThrownBy(() -> AlmanacServer.start(served.store(), taken))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot listen on ")
        .hasMessageContaining(Integer.toString(served.address().getPort()));
  }
}
