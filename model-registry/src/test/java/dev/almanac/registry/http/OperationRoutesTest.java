package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.registry.token.Scope;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is begun by a request and goes on after it. */
class OperationRoutesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String BACKUPS = "/api/v1/backups";

  @TempDir private Path folder;
  private final CountDownLatch go = new CountDownLatch(1);
  private Served served;

  @AfterEach
  void stop() {
    served.close();
  }

  private void serve() {
    served =
        Served.with(
            folder,
            new Facilities(
                Optional.empty(),
                Optional.of(
                    progress -> {
                      progress.accept("reading");
                      go.await();
                      return Map.of("backup", "made");
                    }),
                Optional.empty()));
  }

  private HttpResponse<String> begin(String path, Scope scope) {
    return served.send(served.request(path, scope).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private String state(String place) {
    return served.json(place).path("state").asText();
  }

  @Test
  void followsABackupAndRefusesAnotherMeanwhile() {
    serve();
    HttpResponse<String> begun = begin(BACKUPS, Scope.OPERATE);
    String place = begun.headers().firstValue("Location").orElseThrow();
    assertThat(begun.statusCode()).isEqualTo(202);
    assertThat(state(place)).isEqualTo("running");

    HttpResponse<String> other = begin(BACKUPS, Scope.OPERATE);

    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(other.headers().firstValue("Location")).contains(place);
    assertThat(other.body()).contains("a backup is running already", "problem:conflict");
    go.countDown();
    Await.until("it is done", PATIENCE, () -> state(place).equals("done"));
    assertThat(served.json(place).path("result").path("backup").asText()).isEqualTo("made");
    assertThat(served.json("/api/v1/operations").path("operations")).hasSize(1);
    assertThat(served.audit())
        .extracting(line -> line.path("status").asInt())
        .containsExactly(202, 409);
  }

  @Test
  void beginsNothingForWhoeverMayOnlyLook() {
    serve();

    assertThat(begin(BACKUPS, Scope.READ).statusCode()).isEqualTo(403);
    assertThat(served.json("/api/v1/operations").path("operations")).isEmpty();
  }

  @Test
  void saysWhatItWasNotSetUpFor() {
    served = Served.over(folder);

    HttpResponse<String> backup = begin(BACKUPS, Scope.OPERATE);

    assertThat(backup.statusCode()).isEqualTo(409);
    assertThat(backup.body()).contains("problem:not-set-up", "--prometheus URL");
    assertThat(begin(BACKUPS + "/latest/drills", Scope.OPERATE).statusCode()).isEqualTo(404);
    assertThat(served.get("/api/v1/operations/1").statusCode()).isEqualTo(404);
  }

  @Test
  void endsWhatRunsWhenItStops() {
    serve();
    String place = begin(BACKUPS, Scope.OPERATE).headers().firstValue("Location").orElseThrow();
    Await.until(
        "it reads", PATIENCE, () -> served.json(place).path("progress").asText().equals("reading"));

    served.server().close();

    assertThat(go.getCount()).isEqualTo(1);
  }
}
