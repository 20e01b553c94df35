package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustTest {

  private static final char[] PASSWORD = "password".toCharArray();

  @TempDir private Path directory;
  private KeyStore keys;
  private HttpsServer server;
  private PrometheusEndpoint endpoint;

  /** A server whose certificate nobody but itself has signed. */
  @BeforeEach
  void startServer() throws Exception {
    Path store = directory.resolve("keys.p12");
    int status =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("keytool.log").toFile())
            .start()
            .waitFor();
    assertThat(status).isZero();
    keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    endpoint = PrometheusEndpoint.of("https://127.0.0.1:" + server.getAddress().getPort());
  }

  @AfterEach
  void stopServer() {
    server.stop(0);
  }

  private Trust trustInServer() throws Exception {
    byte[] certificate = keys.getCertificate("server").getEncoded();
    String pem =
        "-----BEGIN CERTIFICATE-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate)
            + "\n-----END CERTIFICATE-----\n";
    return Trust.pem(Files.writeString(directory.resolve("ca.pem"), pem));
  }

  private static WriteOutcome writeTo(PrometheusEndpoint endpoint) {
    return new RemoteWriteClient(endpoint).write(new WriteRequest());
  }

  @Test
  void doesNotSpeakToAServerThatNoAuthorityKnows() {
    assertThat(writeTo(endpoint)).isInstanceOf(RetryLater.class);
  }

  @Test
  void speaksToAServerThatTheGivenAuthorityKnows() throws Exception {
    assertThat(writeTo(endpoint.with(trustInServer()))).isInstanceOf(Accepted.class);
  }

  @Test
  void trustsAfterSerialization() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(endpoint.with(trustInServer()));
    }
    PrometheusEndpoint arrived;
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      arrived = (PrometheusEndpoint) in.readObject();
    }

    assertThat(writeTo(arrived)).isInstanceOf(Accepted.class);
  }

  @Test
  void refusesAFileWithoutCertificates() throws IOException {
    Path file = directory.resolve("none.pem");
    Files.write(file, new byte[0]);
    Path noise = directory.resolve("noise.pem");
    Files.write(noise, "hello".getBytes(StandardCharsets.UTF_8));

    assertThatThrownBy(() -> Trust.pem(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("none.pem: expected certificates");
    assertThatThrownBy(() -> Trust.pem(noise))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("noise.pem: expected certificates");
  }
}
