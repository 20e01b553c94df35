package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAuthorityTest {

  private static final String NAME = "monitoring.company.net";

  @TempDir private Path root;

  @BeforeEach
  void make() throws IOException {
    assertThat(renew(NAME, Duration.ZERO)).hasSize(2);
  }

  private List<String> renew(String name, Duration later) throws IOException {
    List<Change> changes =
        new OwnAuthority(new Machine(root), name, Clock.offset(Clock.systemUTC(), later)).changes();
    for (Change change : changes) {
      change.action().run();
    }
    return changes.stream().map(Change::what).toList();
  }

  private String path(String absolute) {
    return new Machine(root).path(absolute).toString();
  }

  private Ran verify(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "openssl", "verify", "-purpose", "sslserver", "-CAfile", path(OwnAuthority.CA)));
    command.addAll(List.of(more));
    return Machine.run(command.toArray(new String[0]));
  }

  @Test
  void opensslBelievesTheCertificateForItsNameAndNoOther() {
    assertThat(verify("-verify_hostname", NAME, path(OwnAuthority.CERTIFICATE)).out())
        .endsWith(": OK\n");
    assertThat(verify("-verify_hostname", "other.net", path(OwnAuthority.CERTIFICATE)).ok())
        .isFalse();
  }

  @Test
  void theAuthorityCanVouchForNoOtherName() throws IOException {
    Path extensions = Files.writeString(root.resolve("ext"), "subjectAltName = DNS:bank.example\n");
    Machine.run(
            "openssl",
            "req",
            "-new",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-subj",
            "/CN=bank",
            "-keyout",
            root + "/k",
            "-out",
            root + "/csr")
        .orFail("");
    Machine.run(
            "openssl",
            "x509",
            "-req",
            "-in",
            root + "/csr",
            "-CA",
            path(OwnAuthority.CA),
            "-CAkey",
            path("/etc/almanac/tls/ca.key"),
            "-set_serial",
            "7",
            "-extfile",
            extensions + "",
            "-out",
            root + "/bank.crt")
        .orFail("");

    Ran run = verify(root + "/bank.crt");

    assertThat(run.ok()).isFalse();
    assertThat(run.out()).contains("permitted subtree violation");
  }

  @Test
  void nothingIsRenewedBeforeItsTime() throws IOException {
    assertThat(renew(NAME, Duration.ofDays(119))).isEmpty();
  }

  @Test
  void aCertificateIsRenewedSixtyDaysBeforeItsEndByTheSameAuthority() throws IOException {
    String authority = Files.readString(Path.of(path(OwnAuthority.CA)));
    String before = Files.readString(Path.of(path(OwnAuthority.CERTIFICATE)));

    assertThat(renew(NAME, Duration.ofDays(121))).singleElement().asString().contains("it ends on");

    assertThat(Files.readString(Path.of(path(OwnAuthority.CA)))).isEqualTo(authority);
    assertThat(Files.readString(Path.of(path(OwnAuthority.CERTIFICATE)))).isNotEqualTo(before);
    assertThat(verify(path(OwnAuthority.CERTIFICATE)).ok()).isTrue();
    assertThat(renew(NAME, Duration.ZERO)).isEmpty();
  }

  @Test
  void anotherNameNeedsAnotherAuthority() throws IOException {
    assertThat(renew("other.company.net", Duration.ZERO)).hasSize(2);
    assertThat(verify("-verify_hostname", "other.company.net", path(OwnAuthority.CERTIFICATE)).ok())
        .isTrue();
  }

  @Test
  void anAuthorityWithoutItsKeyIsMadeAnew() throws IOException {
    Files.delete(Path.of(path("/etc/almanac/tls/ca.key")));

    assertThat(renew(NAME, Duration.ZERO)).hasSize(2);
  }

  @Test
  void anAuthorityWithTheKeyOfAnotherIsMadeAnew() throws IOException {
    Files.copy(
        Path.of(path(OwnAuthority.KEY)),
        Path.of(path("/etc/almanac/tls/ca.key")),
        StandardCopyOption.REPLACE_EXISTING);

    assertThat(renew(NAME, Duration.ZERO)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-----BEGIN PRIVATE KEY-----\nMIGHAgEAMB", "another's"})
  void aCertificateIsRenewedWhereItsKeyIsNotThereOrHalfOrAnothers(String key) throws IOException {
    Path file = Path.of(path(OwnAuthority.KEY));
    if (key.equals("another's")) {
      Files.copy(
          Path.of(path("/etc/almanac/tls/ca.key")), file, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.writeString(file, key);
    }

    assertThat(renew(NAME, Duration.ZERO))
        .containsExactly(
            "renew " + OwnAuthority.CERTIFICATE + ": its key is not there, or another's");
    assertThat(renew(NAME, Duration.ZERO)).isEmpty();
  }

  @Test
  void oneThatEndsSoonIsMadeAnewWithItsCertificate() throws IOException {
    assertThat(renew(NAME, Duration.ofDays(3600))).hasSize(2);
  }
}
