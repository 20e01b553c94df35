package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.LoopbackPort;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The site of nginx in a real nginx, before a server that answers what it was asked. */
class NginxTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** The password "right", by bcrypt. */
  private static final String HTPASSWD =
      "operator:$2y$05$i/x6dfOjZ5DT2PxvgXBrEekUJlsKxA4wKh.OeNzTIFF3ZM.ol/Q0q\n";

  /** Where the server behind ends the connection instead of an answer. */
  private static final String BROKEN = "broken";

  private static final String AROUND =
      """
      user root;
      daemon off;
      pid %1$s/nginx.pid;
      error_log %1$s/error.log;
      events {}
      http {
        access_log %1$s/access.log;
        client_body_temp_path %1$s/body;
        proxy_temp_path %1$s/proxy;
        fastcgi_temp_path %1$s/fastcgi;
        uwsgi_temp_path %1$s/uwsgi;
        scgi_temp_path %1$s/scgi;
        include %1$s/monitoring.conf;
      }
      """;

  @TempDir private static Path folder;
  private static HttpServer behind;
  private static Process nginx;
  private static int http;
  private static int https;
  private static HttpClient client;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException {
    behind = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    behind.createContext(
        "/",
        exchange -> {
          if (exchange.getRequestURI().getPath().endsWith(BROKEN)) {
            exchange.close();
            return;
          }
          String authorization = exchange.getRequestHeaders().getFirst("Authorization");
          byte[] answer =
              (exchange.getRequestURI() + " " + authorization).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    behind.start();
    makeCertificate();
    client = HttpClient.newBuilder().sslContext(trusting(folder.resolve("cert.pem"))).build();
    Files.writeString(folder.resolve("htpasswd"), HTPASSWD);
    Files.writeString(folder.resolve("nginx.conf"), AROUND.formatted(folder));
    http = LoopbackPort.free();
    https = LoopbackPort.free();
    Files.writeString(folder.resolve("monitoring.conf"), site());
    ToolRun check = ToolRun.of(command("-t"));
    assertThat(check.exit()).as(check.said()).isZero();
    nginx =
        new ProcessBuilder(command("-q"))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(nginx::destroyForcibly));
    Await.until("nginx listens", PATIENCE, NginxTest::listens);
  }

  @AfterAll
  static void stop() throws InterruptedException {
    behind.stop(0);
    nginx.destroy();
    assertThat(nginx.waitFor(2, TimeUnit.MINUTES)).isTrue();
  }

  private static String[] command(String flag) {
    return new String[] {
      "/usr/sbin/nginx", flag, "-p", folder.toString(), "-c", folder.resolve("nginx.conf") + ""
    };
  }

  /**
   * The site itself, with other ports, files and a server behind it that tells what it is asked.
   */
  private static String site() {
    return MonitoringTree.text(MonitoringTree.MONITORING.resolve("nginx/monitoring.conf"))
        .replaceAll("(?m)^ *listen \\[::].*\n", "")
        .replace("listen 80;", "listen 127.0.0.1:" + http + ";")
        .replace("listen 443 ", "listen 127.0.0.1:" + https + " ")
        .replaceAll("/etc/letsencrypt/live/[^;]*/fullchain.pem", folder + "/cert.pem")
        .replaceAll("/etc/letsencrypt/live/[^;]*/privkey.pem", folder + "/key.pem")
        .replace("/etc/nginx/monitoring.htpasswd", folder + "/htpasswd")
        .replace("/var/log/nginx/", folder + "/site-")
        .replace("/opt/almanac/docs/runbooks", MonitoringTree.RUNBOOKS.toString())
        .replaceAll("127\\.0\\.0\\.1:(3000|9090|9093|8470)", "127.0.0.1:" + behindPort());
  }

  private static int behindPort() {
    return behind.getAddress().getPort();
  }

  private static boolean listens() {
    assertThat(nginx.isAlive()).as(MonitoringTree.text(folder.resolve("said"))).isTrue();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), https)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static void makeCertificate() {
    ToolRun run =
        ToolRun.in(
            folder,
            "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=test"
                .concat(" -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem")
                .split(" ", -1));
    assertThat(run.exit()).as(run.said()).isZero();
  }

  private static SSLContext trusting(Path certificate)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(certificate)) {
      store.setCertificateEntry(
          "test", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static HttpRequest request(String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + https + path)).timeout(PATIENCE);
    return headers.length == 0 ? request.build() : request.headers(headers).build();
  }

  private static HttpResponse<String> get(String path, String... headers) {
    try {
      return client.send(request(path, headers), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static HttpResponse<String> getAs(String password, String path) {
    return get(
        path,
        "Authorization",
        "Basic "
            + Base64.getEncoder()
                .encodeToString(("operator:" + password).getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/prometheus/", "/alertmanager/", "/runbooks/HostDown.md"})
  void asksForAPassword(String path) {
    assertThat(get(path).statusCode()).isEqualTo(401);
    assertThat(getAs("wrong", path).statusCode()).isEqualTo(401);
    assertThat(getAs("right", path).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({"401, WARN, wrong", "403, WARN, right", "200, INFO, right", "502, ERROR, right"})
  void itsLogHasTheTimeAndALevelByTheAnswer(int status, String level, String password) {
    String path =
        switch (status) {
          case 403 -> "/prometheus/-/quit?";
          case 502 -> "/alertmanager/" + BROKEN + "?";
          default -> "/prometheus/api/v1/query?query=";
        };

    assertThat(getAs(password, path + level + status).statusCode()).isEqualTo(status);

    Path log = folder.resolve("site-access.log");
    String line =
        "[-0-9]{10}T[0-9:]{8}[-+][0-9:]{5} %s 127\\.0\\.0\\.1 operator \"GET %s HTTP/2.0\" %d .*"
            .formatted(level, Pattern.quote(path + level + status), status);
    Await.until(
        "the log has " + line,
        PATIENCE,
        () -> MonitoringTree.text(log).lines().anyMatch(found -> found.matches(line)));
  }

  @Test
  void handsQueriesOnWithoutThePassword() {
    assertThat(getAs("right", "/prometheus/api/v1/query?query=up").body())
        .isEqualTo("/api/v1/query?query=up null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/prometheus/api/v1/admin/tsdb/snapshot",
        "/prometheus/api/v1/admin/tsdb/delete_series?match[]=up",
        "/prometheus/api/v1/write",
        "/prometheus/-/quit",
        "/prometheus/-/reload",
        "/prometheus/debug/pprof/heap",
        "/alertmanager/-/reload",
        // By other ways to the same.
        "/prometheus//api/v1/admin/tsdb/snapshot",
        "/prometheus/api//v1/admin/tsdb/snapshot",
        "/prometheus/api/v1/%61dmin/tsdb/snapshot",
        "/prometheus/api/v1/./admin/tsdb/snapshot",
        "/prometheus/api/v1/query/../admin/tsdb/snapshot",
        "/prometheus/api/v1/query/%2e%2e/admin/tsdb/snapshot",
        "/prometheus/%2d/quit"
      })
  void letsNobodyChangeOrEndTheServersBehind(String path) {
    String sent = path.replace("[]", "%5B%5D");

    assertThat(getAs("right", sent).statusCode()).isEqualTo(403);
    assertThat(get(sent).statusCode()).isEqualTo(403);
  }

  @Test
  void leavesGrafanaToAskForPasswordsItself() {
    assertThat(get("/d/almanac-system").body()).isEqualTo("/d/almanac-system null");
  }

  @Test
  void handsTokensOnToTheMlApi() {
    assertThat(get("/ml/v1/models", "Authorization", "Bearer t").body())
        .isEqualTo("/v1/models Bearer t");
  }

  @Test
  void slowsDownWhoAsksTheMlApiTooOften() {
    Await.until(
        "too many requests are refused",
        PATIENCE,
        () -> {
          List<CompletableFuture<Integer>> answers =
              IntStream.range(0, 100)
                  .mapToObj(
                      i ->
                          client
                              .sendAsync(
                                  request("/ml/v1/models"), HttpResponse.BodyHandlers.discarding())
                              .thenApply(HttpResponse::statusCode))
                  .toList();
          List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
          assertThat(statuses).containsAnyOf(200, 429);
          return statuses.contains(429);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/prometheus/", "/prometheus/-/quit", "/healthz"})
  void tellsBrowsersToBeCareful(String path) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.headers().firstValue("Strict-Transport-Security").orElse(""))
        .startsWith("max-age=31536000");
    assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(answer.headers().firstValue("X-Frame-Options")).contains("SAMEORIGIN");
    assertThat(answer.headers().firstValue("Server")).contains("nginx");
  }

  @Test
  void answersWithoutTlsOnlyThatTlsIsNeeded() throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http + "/prometheus/")).build(),
            HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(301);
    assertThat(answer.headers().firstValue("Location").orElse("")).startsWith("https://");
  }

  @Test
  void showsRunbooksAsText() {
    HttpResponse<String> answer = getAs("right", "/runbooks/HostDown.md");

    assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
    assertThat(answer.body()).startsWith("# HostDown");
  }

  @Test
  void saysThatItIsThereToAnyone() {
    assertThat(get("/healthz").body()).isEqualTo("ok\n");
  }
}
