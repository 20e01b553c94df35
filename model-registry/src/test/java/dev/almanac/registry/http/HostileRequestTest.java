package dev.almanac.registry.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.token.Scope;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent, the server says no and goes on serving. */
class HostileRequestTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SOCKET_PATIENCE = 120_000;
  private static final String PROMOTE = "/api/v1/models/demand/aliases/champion/promote";
  private static final String UPLOAD = "/api/2.0/mlflow-artifacts/artifacts/uploads/u/model.bin";

  @TempDir private Path folder;
  private Served served;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
    Models.publish(new Registry(served.store()), "demand", folder);
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private Socket connect() {
    try {
      Socket socket = new Socket(served.address().getAddress(), served.address().getPort());
      socket.setSoTimeout(SOCKET_PATIENCE);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String authorization(Scope scope) {
    return "Authorization: Bearer " + served.secret(scope) + "\r\n";
  }

  /** Sends bytes as they are, and returns what is answered until the server hangs up. */
  private String exchange(String bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
    }
  }

  private void isServing() {
    assertThat(served.get("/api/v1/models/demand").statusCode()).isEqualTo(200);
  }

  private static int status(String answer) {
    assertThat(answer).startsWith("HTTP/1.1 ");
    return Integer.parseInt(answer.substring(9, 12));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/models/..%2f..%2fetc%2fpasswd",
    "/api/v1/models/%2e%2e/%2e%2e/etc/passwd",
    "/api/v1/models/../../../../etc/passwd",
    "/api/v1/models/demand/versions/1/files/../../../../../etc/passwd",
    "/api/v1/models/demand/versions/1/files/..%2f..%2f..%2fetc%2fpasswd",
    "/api/v1/models/demand/versions/1/files/%2e%2e%2fsecret",
    "/api/v1/models/demand/versions/1/files//etc/passwd",
    "/api/v1/models/demand;a=b",
    "/api/v1/models/demand%00",
    "/api/v1/models/demand%0d%0aSet-Cookie:%20a=b",
    "/api/v1/models/%c0%ae%c0%ae",
    "/api/v1/models/%",
    "/api/v1/backups/..%5c..%5cetc",
    "/api/v1/backups/../manifest.json",
    "/api/2.0/mlflow-artifacts/artifacts?path=models/demand/1/../../../../etc",
    "/api/2.0/mlflow-artifacts/artifacts?path=/etc",
    "/api/2.0/mlflow-artifacts/artifacts?path=uploads/../../../etc",
    "/api/2.0/mlflow-artifacts/artifacts/uploads/%2e%2e/%2e%2e/x",
    "/../../../../etc/passwd",
    "//etc/passwd",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/api/v1/forecast?series=%7Ba%3D~%22(a%2B)%2Bb%22%7D",
  })
  void givesNothingAwayByItsName(String path) throws IOException {
    String answer =
        exchange(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                + authorization(Scope.READ)
                + "\r\n");

    assertThat(status(answer)).as(answer).isBetween(400, 404);
    assertThat(answer)
        .doesNotContain("root:", "Set-Cookie", "Exception", "\tat ")
        .contains("Content-Security-Policy");
    isServing();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
        "G\u0000T /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "POST /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nA: b\u0000c\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nA b: c\r\n\r\n",
        "\u0016\u0003\u0001\u0000\u00a5\u0001\u0000\r\n\r\n",
      })
  void refusesWhatIsNoRequest(String bytes) throws IOException {
    String answer = exchange(bytes);

    assertThat(status(answer)).as(answer).isBetween(400, 505);
    assertThat(answer).doesNotContain("Exception", "\tat ", "Jetty");
    isServing();
  }

  /** Whatever the server says of a request must not become a header of its own. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/models HTTP/1.1\r\nHost: a\r\nX-Request-Id: a\rSet-Cookie: a=b\r\n",
        "GET /api/v1/models HTTP/1.1\r\nHost: a\r\nIf-None-Match: \"a\nSet-Cookie: a=b\"\r\n",
        "GET /api/v1/models HTTP/1.1\r\nHost: a\r\nA\rSet-Cookie: a=b\r\n",
        "GET /api/v1/models HTTP/1.1\r\nHost: a\r\nA\u010a: b\r\n",
        "GET /api/v1/models HTTP/1.1\r\nHost: a\r\nAccept: a\r\n Set-Cookie: a=b\r\n",
        "GET /api/v1/models HTTP/1.1\r\nHost: a%0d%0aSet-Cookie:a=b\r\n",
        "GET /api/v1/models?after=a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/models?limit=1%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/models?a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/anomalies?after=a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/anomalies?format=csv%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "GET /api/v1/operations/a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
        "POST /api/v1/backups/a%0d%0aSet-Cookie:%20a=b/drills HTTP/1.1\r\nHost: a\r\n",
        "POST /api/v1/models/demand/publications/a%0d%0aSet-Cookie:%20a=b HTTP/1.1\r\nHost: a\r\n",
      })
  void setsNoHeaderThatSomebodySmuggledIn(String head) throws IOException {
    String answer =
        exchange(head + "Connection: close\r\n" + authorization(Scope.OPERATE) + "\r\n");

    assertThat(status(answer)).as(answer).isBetween(200, 499);
    String headers = answer.substring(0, answer.indexOf("\r\n\r\n"));
    assertThat(headers.lines()).noneMatch(line -> line.startsWith("Set-Cookie"));
    assertThat(headers).doesNotContain("Set-Cookie");
    isServing();
  }

  @Test
  void refusesHeadersThatAreTooLarge() throws IOException {
    String answer =
        exchange(
            "GET /healthz HTTP/1.1\r\nHost: a\r\nA: "
                + "a".repeat(Served.LIMITS.headBytes())
                + "\r\n\r\n");

    assertThat(status(answer)).as(answer).isEqualTo(431);
    isServing();
  }

  @Test
  void refusesAnAddressThatIsTooLong() throws IOException {
    String answer =
        exchange("GET /" + "a".repeat(Served.LIMITS.headBytes()) + " HTTP/1.1\r\nHost: a\r\n\r\n");

    assertThat(status(answer)).as(answer).isBetween(414, 431);
    isServing();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refusesDeepJson(String open) {
    HttpResponse<String> response =
        served.post(PROMOTE, Scope.OPERATE, "{\"version\": " + open.repeat(10_000));

    assertThat(response.statusCode()).as(response.body()).isIn(400, 413);
    isServing();
  }

  @Test
  void refusesABodyThatIsTooLargeForMemory() {
    HttpResponse<String> response =
        served.post(
            PROMOTE,
            Scope.OPERATE,
            "{\"version\": \"" + "1".repeat(Served.LIMITS.bodyBytes()) + "\"}");

    assertThat(response.statusCode()).isEqualTo(413);
    isServing();
  }

  /**
   * Sends up to a gibibyte in chunks of 64 KiB, until the server hangs up.
   *
   * @return the status, or 0 where the server hung up before it could be read
   */
  private int pour(String method, String path, String authorization) throws IOException {
    try (Socket socket = connect()) {
      OutputStream out = socket.getOutputStream();
      out.write(
          (method
                  + " "
                  + path
                  + " HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                  + "Transfer-Encoding: chunked\r\n"
                  + authorization
                  + "\r\n")
              .getBytes(ISO_8859_1));
      byte[] chunk = ("10000\r\n" + "a".repeat(1 << 16) + "\r\n").getBytes(ISO_8859_1);
      int sent = 0;
      try {
        while (sent < 1 << 14 && socket.getInputStream().available() == 0) {
          out.write(chunk);
          sent++;
        }
      } catch (IOException e) {
        // It hangs up while more is on its way: what it said may be lost with the connection.
      }
      assertThat(sent).as("chunks of 64 KiB that it took").isLessThan(1 << 14);
      return answered(socket);
    }
  }

  private static int answered(Socket socket) {
    try {
      InputStream in = socket.getInputStream();
      return status(new String(in.readNBytes(12), ISO_8859_1));
    } catch (IOException | AssertionError e) {
      return 0;
    }
  }

  @Test
  void takesNoMoreOfAGibibyteThanItIsToKeep() throws IOException {
    assertThat(pour("POST", PROMOTE, authorization(Scope.OPERATE))).isIn(0, 413);
    assertThat(pour("PUT", UPLOAD, authorization(Scope.OPERATE))).isIn(0, 413);
    assertThat(pour("PUT", UPLOAD, authorization(Scope.READ))).isIn(0, 403);
    assertThat(pour("PUT", UPLOAD, "")).isIn(0, 401);
    assertThat(pour("POST", "/nowhere", "")).isIn(0, 404);

    assertThat(served.audit()).filteredOn(line -> line.path("status").asInt() == 413).hasSize(2);
    try (Stream<Path> left = Files.walk(folder.resolve("work/uploads"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    isServing();
  }

  @Test
  void hangsUpOnThoseThatSendNextToNothing() {
    List<Socket> slow = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      slow.add(connect());
    }

    Await.until(
        "all are gone",
        PATIENCE,
        () -> {
          isServing();
          slow.removeIf(socket -> !drip(socket));
          return slow.isEmpty();
        });
  }

  /** A byte more of a header that never ends; false where the server has hung up. */
  private static boolean drip(Socket socket) {
    try {
      socket.getOutputStream().write('G');
      socket.setSoTimeout(1);
      return socket.getInputStream().read() >= 0;
    } catch (SocketTimeoutException e) {
      return true; // it waits for more
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void hangsUpOnABodyThatSlowlyGoesOn() throws IOException {
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write(
              ("PUT "
                      + UPLOAD
                      + " HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n"
                      + authorization(Scope.OPERATE)
                      + "\r\n")
                  .getBytes(ISO_8859_1));

      Await.until("it is gone", PATIENCE, () -> !drip(socket));
    }
    isServing();
  }
}
