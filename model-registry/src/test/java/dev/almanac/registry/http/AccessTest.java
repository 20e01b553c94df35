package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.prometheus.Await;
import dev.almanac.registry.token.IssuedToken;
import dev.almanac.registry.token.Scope;
import dev.almanac.registry.token.Tokens;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and what is said of who is not. */
class AccessTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String PROMOTE = "/api/v1/models/demand/aliases/champion/promote";

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

  private HttpResponse<String> ask(String authorization) {
    return served.send(served.request("/api/v1/models").header("Authorization", authorization));
  }

  private JsonNode lastLine() {
    List<JsonNode> lines = served.audit();
    return lines.get(lines.size() - 1);
  }

  private void isRefused(HttpResponse<String> response, int status, String why) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    JsonNode problem = Served.json(response);
    assertThat(problem.path("detail").asText()).contains(why);
    JsonNode line = lastLine();
    assertThat(line.path("status").asInt()).isEqualTo(status);
    assertThat(line.path("outcome").asText()).contains(why);
    assertThat(line.path("from").asText()).isEqualTo("127.0.0.1");
    assertThat(line.path("path").asText()).startsWith("/api/v1/models");
    assertThat("urn:uuid:" + line.path("request").asText())
        .isEqualTo(problem.path("instance").asText());
    assertThat(line.path("at").asText()).endsWith("Z");
  }

  @Test
  void asksForAToken() {
    HttpResponse<String> response = served.send(served.request("/api/v1/models"));

    isRefused(response, 401, "send Authorization: Bearer TOKEN");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"almanac\"");
  }

  @ParameterizedTest
  @CsvSource({
    "Bearer",
    "Bearer almanac_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "Basic YW5uYTphbm5h",
    "almanac_0123456789abcdef_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
    "Bearer a b",
  })
  void refusesWhatIsNoToken(String authorization) {
    HttpResponse<String> response = ask(authorization);

    isRefused(response, 401, "the token is unknown");
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"almanac\", error=\"invalid_token\"");
    assertThat(lastLine().path("who").isNull()).isTrue();
  }

  @Test
  void refusesATokenThatHasExpired() {
    IssuedToken issued =
        new Tokens(served.store())
            .create("brief", Scope.READ, Optional.of(Duration.ofMillis(1)), "tester");
    String presented = "Bearer " + issued.secret();
    Await.until(
        "the token is known to have expired",
        PATIENCE,
        () -> ask(presented).body().contains("expired"));

    isRefused(ask(presented), 401, "the token has expired");
    assertThat(lastLine().path("who").asText()).isEqualTo("brief");
    assertThat(lastLine().path("token").asText()).isEqualTo(issued.token().id());
  }

  @Test
  void refusesATokenThatWasRevokedMeanwhile() {
    Tokens tokens = new Tokens(served.store());
    String presented =
        "Bearer " + tokens.create("late", Scope.READ, Optional.empty(), "tester").secret();
    Await.until("the token is known", PATIENCE, () -> ask(presented).statusCode() == 200);

    tokens.revoke("late", "tester");

    Await.until("it is refused", PATIENCE, () -> ask(presented).statusCode() == 401);
    isRefused(ask(presented), 401, "the token was revoked");
    assertThat(lastLine().path("who").asText()).isEqualTo("late");
  }

  @Test
  void refusesATokenOfTooLittleScope() {
    HttpResponse<String> response = served.post(PROMOTE, Scope.READ, "{\"version\": 1}");

    isRefused(response, 403, "it needs the scope operate, and token read-work has read");
    assertThat(lastLine().path("method").asText()).isEqualTo("POST");
    assertThat(lastLine().path("who").asText()).isEqualTo("read-work");
  }

  @Test
  void hasALineForEveryChangeAndNoneForLooking() {
    served.get("/api/v1/models");
    assertThat(served.audit()).isEmpty();

    served.post(PROMOTE, Scope.OPERATE, "{\"version\": 1}");

    assertThat(served.audit()).hasSize(1);
    assertThat(lastLine().path("status").asInt()).isEqualTo(404);
    assertThat(lastLine().path("outcome").asText()).isEqualTo("failed");
    assertThat(lastLine().path("who").asText()).isEqualTo("operate-work");
  }

  @Test
  void slowsDownWhoGuessesAndLetsOthersIn() {
    for (int i = 0; i < FailureLimit.MOST; i++) {
      assertThat(ask("Bearer guess").statusCode()).isEqualTo(401);
    }

    HttpResponse<String> response = ask("Bearer guess");
    int lines = served.audit().size();

    isRefused(response, 429, "");
    assertThat(response.headers().firstValue("Retry-After")).contains("60");
    assertThat(ask("Bearer guess").statusCode()).isEqualTo(429);
    assertThat(served.audit()).hasSize(lines);
    assertThat(served.get("/api/v1/models").statusCode()).isEqualTo(200);
  }

  @Test
  void keepsTheAuditLogToItsOwnerAndGoesOnWhereItWasMovedAway() throws IOException {
    Path log = folder.resolve("work/audit.jsonl");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
        .isEqualTo("rw-------");
    ask("Bearer guess");
    Files.move(log, folder.resolve("audit.1"));

    ask("Bearer guess");

    assertThat(served.audit()).hasSize(1);
    assertThat(Files.readAllLines(folder.resolve("audit.1"))).hasSize(1);
  }

  @Test
  void believesNobodyWhereHeComesFromButAProxy() {
    try (Served behind = Served.behindProxy(folder.resolve("behind"))) {
      for (Served one : List.of(served, behind)) {
        one.send(one.request("/api/v1/models").header("X-Forwarded-For", "10.0.0.9, 192.0.2.7"));
      }

      assertThat(lastLine().path("from").asText()).isEqualTo("127.0.0.1");
      assertThat(behind.audit().get(0).path("from").asText()).isEqualTo("192.0.2.7");
    }
  }

  @Test
  void tellsWhoAsks() {
    JsonNode who = Served.json(served.send(served.request("/api/v1/whoami", Scope.OPERATE)));

    assertThat(who.path("name").asText()).isEqualTo("operate-work");
    assertThat(who.path("scope").asText()).isEqualTo("operate");
    assertThat(who.path("expires_at").isNull()).isTrue();
  }
}
