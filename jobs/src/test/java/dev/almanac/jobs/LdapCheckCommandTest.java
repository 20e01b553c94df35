package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.ldap.Slapd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** monitoring/grafana/ldap.toml, gone through as Grafana does, before a real slapd. */
class LdapCheckCommandTest {

  private static final Path SHIPPED = Path.of("../monitoring/grafana/ldap.toml");

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

  /** The file that is shipped, with the address and the authority of the test. */
  private static String ldaps() throws IOException {
    return Files.readString(SHIPPED)
        .replace("\"ldap.example.com\"", "\"localhost\"")
        .replace("port = 636", "port = " + slapd.tlsPort())
        .replace("/etc/ssl/certs/ca-certificates.crt", slapd.authority(true).toString());
  }

  private static String startTls() throws IOException {
    return ldaps()
        .replace("port = " + slapd.tlsPort(), "port = " + slapd.port())
        .replace("start_tls = false", "start_tls = true");
  }

  private static CommandRun check(String toml, String user, String password) throws IOException {
    return check(toml, user, password, Slapd.SERVICE_PASSWORD);
  }

  private static CommandRun check(String toml, String user, String password, String service)
      throws IOException {
    Path file = Files.writeString(folder.resolve("ldap.toml"), toml);
    return CommandRun.of(
        Map.of("GRAFANA_LDAP_PASSWORD", service),
        password,
        "ldap",
        "check",
        "--json",
        "--config",
        file.toString(),
        "--user",
        user,
        "--password-file",
        "-");
  }

  @ParameterizedTest
  @CsvSource({"anna,Admin,true", "ed,Editor,false", "vera,Viewer,false"})
  void givesTheRoleOfTheFirstGroupThatFits(String user, String role, boolean serverAdmin)
      throws IOException {
    CommandRun run = check(ldaps(), user, "the password of " + user);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode answer = run.json();
    assertThat(answer.path("admitted").asBoolean()).isTrue();
    assertThat(answer.path("role").asText()).isEqualTo(role);
    assertThat(answer.path("server_admin").asBoolean()).isEqualTo(serverAdmin);
    assertThat(answer.path("dn").asText())
        .isEqualTo("uid=" + user + ",ou=people,dc=example,dc=com");
    assertThat(answer.path("groups")).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          anna    | the password of vera   | the directory refuses the password
          nobody  | the password of nobody | none of the groups is in group_mappings
          unknown | whatever               | nobody fits (uid=unknown)
          ''      | whatever               | nobody fits (uid=)
          anna    | ''                     | an empty password signs nobody in
          """)
  void letsNobodyElseIn(String user, String password, String reason) throws IOException {
    CommandRun run = check(ldaps(), user, password);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("admitted").asBoolean()).isFalse();
    assertThat(run.json().path("reason").asText()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*",
        "ann*",
        "anna)(uid=*",
        "anna)(|(uid=*",
        "*)(memberOf=cn=monitoring-admins,ou=groups,dc=example,dc=com",
        "anna\u0000",
        "\\61nna"
      })
  void takesAUsersNameForANameWhateverItHolds(String user) throws IOException {
    CommandRun run = check(ldaps(), user, "the password of anna");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("reason").asText()).startsWith("nobody fits ");
  }

  @Test
  void encryptsByStartTlsToo() throws IOException {
    CommandRun run = check(startTls(), "vera", "the password of vera");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("role").asText()).isEqualTo("Viewer");
  }

  @Test
  void tellsTheRoleWithoutAPassword() throws IOException {
    Path file = Files.writeString(folder.resolve("ldap.toml"), ldaps());
    Path environment =
        Files.writeString(
            folder.resolve("secrets.env"),
            "GRAFANA_LDAP_PASSWORD=\"" + Slapd.SERVICE_PASSWORD + "\"\n");

    CommandRun run =
        CommandRun.of(
            ("ldap check --user ed --config " + file + " --environment " + environment).split(" "));

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEqualTo("ed would get in as Editor\n");
    assertThat(run.err()).contains("cn=monitoring-editors,ou=groups");
  }

  /** The lines that the file has for directories without memberOf. */
  @Test
  void asksTheGroupsWhereUsersDoNotKnowTheirs() throws IOException {
    String toml = ldaps().replaceAll("(?m)^# (group_search)", "$1");
    assertThat(toml).contains("\ngroup_search_filter = ");

    CommandRun run = check(toml, "ed", "the password of ed");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("role").asText()).isEqualTo("Editor");
  }

  @Test
  void bindsAsTheUserAtOnceWhereThereIsNoService() throws IOException {
    String toml =
        ldaps()
            .replace("cn=grafana,ou=services", "uid=%s,ou=people")
            .replaceAll("(?m)^bind_password.*$", "");

    assertThat(check(toml, "vera", "the password of vera").json().path("role").asText())
        .isEqualTo("Viewer");
    assertThat(check(toml, "vera", "wrong").exit()).isEqualTo(ExitCode.NO);
    assertThat(check(toml, "vera,ou=people", "the password of vera").exit()).isEqualTo(ExitCode.NO);
  }

  @Test
  void refusesADirectoryOfAnotherAuthority() throws IOException {
    String right = slapd.authority(true).toString();
    String wrong = slapd.authority(false).toString();

    for (String toml : new String[] {ldaps(), startTls()}) {
      CommandRun run = check(toml.replace(right, wrong), "anna", "the password of anna");

      assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errorJson().path("message").asText())
          .startsWith("cannot reach the directory: localhost:")
          .contains("root_ca_cert");
    }
  }

  @Test
  void refusesADirectoryOfAnotherName() throws IOException {
    try (Slapd other = Slapd.start(folder.resolve("other"), "another.example.com")) {
      String toml =
          ldaps()
              .replace("port = " + slapd.tlsPort(), "port = " + other.tlsPort())
              .replace(slapd.authority(true).toString(), other.authority(true).toString());

      CommandRun run = check(toml, "anna", "the password of anna");

      assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run.errorJson().path("message").asText()).contains("another.example.com");
    }
  }

  @Test
  void saysThatTheServiceHasTheWrongPassword() throws IOException {
    CommandRun run = check(ldaps(), "anna", "the password of anna", "not that");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errorJson().path("message").asText())
        .contains("refuses cn=grafana,ou=services", "bind_password")
        .doesNotContain("not that");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GRAFANA_LDAP_PASSWORD} | NOBODY_SET_THIS}      | NOBODY_SET_THIS
          search_filter          | serach_filter         | serach_filter
          port = 636             | port = not a number   | ldap.toml:
          use_ssl = true         | tls_ciphers = ["A"]   | tls_ciphers is not followed
          """)
  void saysWhatIsWrongWithTheFile(String there, String instead, String message) throws IOException {
    CommandRun run = check(Files.readString(SHIPPED).replace(there, instead), "anna", "whatever");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.errorJson().path("kind").asText()).isEqualTo("failed");
    assertThat(run.errorJson().path("message").asText()).contains(message);
  }
}
