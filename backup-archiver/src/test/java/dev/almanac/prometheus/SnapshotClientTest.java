package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.almanac.prometheus.FaultyServer.Answer;
import dev.almanac.prometheus.PrometheusException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotClientTest {

  private static final Snapshot SNAPSHOT = new Snapshot("20261123T070017Z-09baab96c2ee1d90");

  private static void assertRefused(ThrowingCallable call, Reason reason, String... messageParts) {
    assertThatThrownBy(call)
        .isInstanceOf(PrometheusException.class)
        .hasMessageContainingAll(messageParts)
        .asInstanceOf(type(PrometheusException.class))
        .extracting(PrometheusException::reason)
        .isEqualTo(reason);
  }

  private static void assertCreateRefused(Answer answer, Reason reason, String... messageParts)
      throws IOException {
    try (FaultyServer server = FaultyServer.answering(answer)) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      assertRefused(() -> client.create(false), reason, messageParts);
    }
  }

  /** A server whose data lies in this folder. */
  private static FaultyServer serverOf(String path, Path workingDirectory) {
    return FaultyServer.answering(
        request ->
            Answer.of(
                200,
                "application/json",
                request.endsWith("/flags")
                    ? "{\"status\":\"success\",\"data\":{\"storage.tsdb.path\":\"" + path + "\"}}"
                    : "{\"status\":\"success\",\"data\":{\"CWD\":\"" + workingDirectory + "\"}}"));
  }

  @Test
  void makesFindsAndRemovesASnapshot(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      Snapshot kept = client.create(false);
      Snapshot removed = client.create(true);
      Path folder = client.snapshotDirectory(removed);
      assertThat(folder).isDirectory().startsWith(directory);
      client.delete(removed);
      client.delete(removed);
      assertThat(folder).doesNotExist();
      assertThat(client.snapshotDirectory(kept)).isDirectory();
    }
  }

  @Test
  void saysWhatTheServerIs(@TempDir Path directory) {
    String configuration =
        """
        global:
          external_labels: {zone: "a: b", n: "1"}
        storage:
          tsdb:
            out_of_order_time_window: 90m
        """;
    try (PrometheusServer server = PrometheusServer.start(directory, configuration)) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      assertThat(client.buildInfo().version()).matches("\\d+\\.\\d+\\.\\d+.*");
      assertThat(client.externalLabels()).containsEntry("zone", "a: b").containsEntry("n", "1");
      assertThat(client.flags()).containsEntry("web.enable-admin-api", "true");
      assertThat(client.loss().outOfOrderWindow()).hasMinutes(90);
      assertThat(client.loss().outOfOrderSamples()).hasValue(0);
      assertThat(client.loss().mayLackSamples()).isFalse();
    }
  }

  @Test
  void saysHowToEnableTheAdminApi(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "", List.of())) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      assertRefused(
          () -> client.create(false), Reason.ADMIN_API_DISABLED, "--web.enable-admin-api");
    }
  }

  @Test
  void saysThatNothingAnswers() {
    String url = "http://127.0.0.1:" + LoopbackPort.free();
    SnapshotClient client = new SnapshotClient(PrometheusEndpoint.of(url));
    assertRefused(() -> client.create(false), Reason.UNREACHABLE, url, "is the server running");
  }

  @Test
  void saysThatItIsNotAPrometheus() throws IOException {
    assertCreateRefused(Answer.of(200, "text/html", "<html>"), Reason.NOT_A_PROMETHEUS, "base URL");
    assertCreateRefused(Answer.of(200, "text/html", ""), Reason.NOT_A_PROMETHEUS, "base URL");
    assertCreateRefused(
        Answer.of(404, "text/html", "nothing here"), Reason.NOT_A_PROMETHEUS, "nothing here");
  }

  @Test
  void doesNotFollowARedirect() throws IOException {
    assertCreateRefused(
        Answer.of(302, "text/html", "").with("Location: http://other.example/login"),
        Reason.NOT_A_PROMETHEUS,
        "http://other.example/login");
  }

  @Test
  void tellsTheServersOwnError() throws IOException {
    assertCreateRefused(
        Answer.of(500, "application/json", "{\"error\":\"create snapshot:\n disk full\"}"),
        Reason.FAILED,
        "create snapshot: disk full");
  }

  @Test
  void refusesAnAnswerWithoutEnd() throws IOException {
    assertCreateRefused(
        Answer.of(200, "application/json", new byte[(16 << 20) + 1]),
        Reason.MALFORMED_ANSWER,
        "at most 16777216 bytes");
  }

  @Test
  void refusesASnapshotNameThatLeadsElsewhere() throws IOException {
    assertCreateRefused(
        Answer.of(
            200, "application/json", "{\"status\":\"success\",\"data\":{\"name\":\"../../etc\"}}"),
        Reason.MALFORMED_ANSWER,
        "../../etc");
    assertThatThrownBy(() -> new Snapshot("20261123T070017Z-09/.."))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendsCredentialsAndNeverNamesThem() throws IOException {
    try (FaultyServer server =
        FaultyServer.answering(Answer.of(401, "text/plain", "Unauthorized"))) {
      PrometheusEndpoint endpoint =
          server.endpoint().with(Credentials.basic("aladdin", "opensesame"));
      assertThatThrownBy(() -> new SnapshotClient(endpoint).create(false))
          .hasMessageContaining("basic auth as aladdin")
          .hasMessageNotContaining("opensesame");
      assertThat(endpoint.toString()).doesNotContain("opensesame");
      assertThat(server.requests().get(0))
          .contains("Authorization: Basic YWxhZGRpbjpvcGVuc2VzYW1l\r\n");
    }
  }

  @Test
  void sendsABearerToken() throws IOException {
    try (FaultyServer server = FaultyServer.answering(Answer.of(403, "text/plain", ""))) {
      PrometheusEndpoint endpoint = server.endpoint().with(Credentials.bearer("t0ken\n"));
      assertRefused(
          () -> new SnapshotClient(endpoint).buildInfo(), Reason.UNAUTHORIZED, "a bearer token");
      assertThat(server.requests().get(0)).contains("Authorization: Bearer t0ken\r\n");
    }
  }

  @Test
  void saysThatTheServerRunsElsewhere(@TempDir Path directory) throws IOException {
    try (FaultyServer server = serverOf("data", directory.resolve("not-here"))) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      assertRefused(
          () -> client.snapshotDirectory(SNAPSHOT),
          Reason.NOT_ON_THIS_MACHINE,
          directory.resolve("not-here/data/snapshots").toString(),
          "pass the snapshot's directory");
    }
  }

  @Test
  void followsNoLinkWhenItRemovesASnapshot(@TempDir Path directory) throws IOException {
    Path precious = Files.createDirectories(directory.resolve("precious"));
    Files.writeString(precious.resolve("file"), "precious");
    Path snapshot =
        Files.createDirectories(directory.resolve("data/snapshots").resolve(SNAPSHOT.name()));
    Files.createSymbolicLink(snapshot.resolve("link"), precious);
    try (FaultyServer server = serverOf(directory.resolve("data").toString(), directory)) {
      new SnapshotClient(server.endpoint()).delete(SNAPSHOT);
    }
    assertThat(snapshot).doesNotExist();
    assertThat(precious.resolve("file")).hasContent("precious");
  }

  @Test
  void removesNoFolderBehindALink(@TempDir Path directory) throws IOException {
    Path precious = Files.createDirectories(directory.resolve("precious"));
    Path snapshots = Files.createDirectories(directory.resolve("data/snapshots"));
    Files.createSymbolicLink(snapshots.resolve(SNAPSHOT.name()), precious);
    try (FaultyServer server = serverOf("data", directory)) {
      SnapshotClient client = new SnapshotClient(server.endpoint());
      assertRefused(() -> client.delete(SNAPSHOT), Reason.NOT_ON_THIS_MACHINE, "data");
    }
    assertThat(precious).isDirectory();
  }
}
