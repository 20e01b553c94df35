package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.install.InstallConfig.Ldap;
import dev.almanac.ldap.Slapd;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The directory of {@code install.yaml}, before anything is installed: a real slapd. */
class LdapCheckTest {

  private static final String SERVICE = "cn=grafana,ou=services,dc=example,dc=com";

  @TempDir private static Path folder;
  private static Slapd slapd;

  @BeforeAll
  static void start() throws IOException {
    slapd = Slapd.start(folder.resolve("slapd"), "localhost");
  }

  @AfterAll
  static void stop() {
    slapd.close();
  }

  private static String url(String scheme) {
    return scheme + "://localhost:" + (scheme.equals("ldaps") ? slapd.tlsPort() : slapd.port());
  }

  private static Check check(String url, String name, String password, Path authority)
      throws IOException {
    Path secret = Files.writeString(folder.resolve("password"), password + "\n");
    return LdapCheck.of(
        new Ldap(
            URI.create(url),
            name,
            secret,
            Optional.of(authority),
            "ou=people,dc=example,dc=com",
            "(uid=%s)",
            "cn=admins",
            "cn=editors",
            "cn=viewers"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldaps", "ldap"})
  void oneThatLetsGrafanaInIsGood(String scheme) throws IOException {
    Check check = check(url(scheme), SERVICE, Slapd.SERVICE_PASSWORD, slapd.authority(true));

    assertThat(check.ok()).as(check.toString()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldaps", "ldap"})
  void aWrongPasswordIsNamedWithItsFile(String scheme) throws IOException {
    Check check = check(url(scheme), SERVICE, "wrong", slapd.authority(true));

    assertThat(check.ok()).isFalse();
    assertThat(check.toString())
        .contains(url(scheme) + " refuses " + SERVICE, "password in " + folder);
  }

  @Test
  void aNameThatTheDirectoryDoesNotKnowIsRefused() throws IOException {
    Check check =
        check(
            url("ldaps"),
            "cn=nobody,dc=example,dc=com",
            Slapd.SERVICE_PASSWORD,
            slapd.authority(true));

    assertThat(check.ok()).isFalse();
    assertThat(check.toString()).contains(" refuses cn=nobody,dc=example,dc=com");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ldaps", "ldap"})
  void anAuthorityThatDoesNotVouchForItIsNamed(String scheme) throws IOException {
    Check check = check(url(scheme), SERVICE, Slapd.SERVICE_PASSWORD, slapd.authority(false));

    assertThat(check.ok()).isFalse();
    assertThat(check.toString()).contains(url(scheme), "ca_file");
  }

  @Test
  void oneThatIsNotThereDoesNotAnswer() throws IOException {
    Check check =
        check("ldaps://localhost:1", SERVICE, Slapd.SERVICE_PASSWORD, slapd.authority(true));

    assertThat(check.ok()).isFalse();
    assertThat(check.toString()).contains("ldaps://localhost:1 does not answer", "ldap.url");
  }

  /** By the server's own log: how strong the cipher was that a bind came through. */
  @Test
  void thePasswordIsNeverSentInTheClear() throws IOException {
    check(url("ldap"), SERVICE, Slapd.SERVICE_PASSWORD, slapd.authority(true));

    assertThat(Files.readString(folder.resolve("slapd/said")).lines())
        .filteredOn(line -> line.contains("BIND dn=\"" + SERVICE + "\"") && line.contains("mech="))
        .isNotEmpty()
        .allMatch(line -> line.matches(".* ssf=[1-9]\\d*"));
  }
}
