package dev.almanac.registry.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Certificates in files, as certbot and openssl write them. */
class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir private static Path folder;
  private static KeyStore keys;

  /** The JDK's own tool makes the certificate. */
  @BeforeAll
  static void makeACertificate() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "36500",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(keytool.waitFor()).isZero();
    keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    pem("certificate.pem", "CERTIFICATE", keys.getCertificate("server").getEncoded());
    pem("key.pem", "PRIVATE KEY", keys.getKey("server", PASSWORD).getEncoded());
    Files.writeString(folder.resolve("empty.pem"), "");
    pem("old.pem", "RSA PRIVATE KEY", new byte[] {1, 2, 3});
    pem("nonsense.pem", "PRIVATE KEY", new byte[] {1, 2, 3});
  }

  private static void pem(String name, String what, byte[] content) throws IOException {
    String text = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    Files.writeString(
        folder.resolve(name),
        "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }

  private static ServeSettings settings(Tls tls) {
    ServeSettings plain = Served.settings(folder, Set.of());
    return new ServeSettings(
        plain.listen(),
        Optional.of(tls),
        false,
        Set.of(),
        plain.audit(),
        plain.uploads(),
        plain.model(),
        plain.refresh(),
        plain.limits());
  }

  private static HttpClient trusting() throws Exception {
    KeyStore known = KeyStore.getInstance("PKCS12");
    known.load(null, null);
    known.setCertificateEntry("server", keys.getCertificate("server"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(known);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  @Test
  void servesByACertificate() throws Exception {
    Tls tls = new Tls(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    try (BlobStore store = BlobStores.open(folder.resolve("archive").toString());
        AlmanacServer server = AlmanacServer.start(store, settings(tls))) {
      HttpResponse<String> response =
          trusting()
              .send(
                  HttpRequest.newBuilder(URI.create(server.url() + "/healthz")).build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(server.url()).startsWith("https://127.0.0.1:");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
      assertThat(response.headers().allValues("Strict-Transport-Security"))
          .isEqualTo(List.of("max-age=31536000"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "certificate.pem, missing.pem, missing.pem",
    "missing.pem, key.pem, missing.pem",
    "empty.pem, key.pem, expected certificates in PEM",
    "certificate.pem, empty.pem, expected a key in PEM",
    "certificate.pem, old.pem, openssl pkcs8 -topk8 -nocrypt",
    "certificate.pem, nonsense.pem, 'expected a key of RSA, EC or Ed25519'",
  })
  void saysWhichFileIsWrong(String certificate, String key, String message) {
    Tls tls = new Tls(folder.resolve(certificate), folder.resolve(key));

    assertThatThrownBy(tls::factory).isInstanceOf(IOException.class).hasMessageContaining(message);
  }
}
