package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files that are shipped pass; whatever is spoilt of them is found. */
class AuditCommandTest {

  /** All but ports and processes, which are those of the machine that runs the tests. */
  private static final String OF_FILES =
      "permissions,grafana,passwords,secrets,certificates,tls,tokens";

  private static final String SITE = "/etc/nginx/sites-enabled/monitoring";
  private static final String INI = "/etc/grafana/grafana.ini";
  private static final String HTPASSWD = "/etc/nginx/monitoring.htpasswd";

  @TempDir private static Path made;
  @TempDir private Path folder;
  private AuditedMachine machine;

  @BeforeAll
  static void makeCertificate() throws IOException {
    AuditedMachine.makeCertificate(
        made, "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 90", "monitoring.example.com");
  }

  @BeforeEach
  void setUp() throws IOException {
    machine = new AuditedMachine(folder.resolve("root"), made);
  }

  private CommandRun audit(String checks, String... more) {
    List<String> words = new ArrayList<>(List.of("audit", "--only", checks));
    words.addAll(List.of("--config-root", machine.root().toString()));
    words.addAll(List.of("--archive", machine.archive().toString()));
    words.addAll(List.of(more));
    return CommandRun.of(words.toArray(String[]::new));
  }

  /** The one finding that there has to be. */
  private void finds(String severity, String check, String where, String found) {
    CommandRun run = audit(OF_FILES, "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    JsonNode findings = run.json().path("findings");
    assertThat(findings).as(findings.toPrettyString()).hasSize(1);
    JsonNode finding = findings.get(0);
    assertThat(finding.path("severity").asText()).isEqualTo(severity);
    assertThat(finding.path("check").asText()).isEqualTo(check);
    assertThat(finding.path("where").asText()).contains(where);
    assertThat(finding.path("found").asText()).contains(found);
    assertThat(finding.path("expected").asText()).isNotBlank();
    assertThat(finding.path("remedy").asText()).isNotBlank();
    assertThat(run.json().path(severity).asInt()).isEqualTo(1);
  }

  @Test
  void findsNothingWrongWithWhatIsShipped() {
    CommandRun run = audit(OF_FILES);

    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("nothing found by permissions, ");
    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/almanac/almanac.env         | rw-r----- | critical
          /etc/grafana/secrets.env         | rw----r-- | critical
          /etc/grafana/ldap.toml           | rw-r--r-- | critical
          /etc/prometheus/almanac.token    | rw-r--r-- | critical
          /etc/prometheus/secrets/dead-man | rwxr-xr-x | critical
          /etc/nginx/monitoring.htpasswd   | rw-r--r-- | critical
          /etc/nginx/nginx.conf            | rw-rw-rw- | critical
          /etc/prometheus/rules            | rwxrwxrwx | critical
          /etc/almanac/backup.key          | rw-r--r-- | critical
          /etc/almanac/replaced            | rwxr-xr-x | warning
          /var/log/monitoring              | rwxrwxrwx | critical
          /var/log/monitoring/prometheus.log | rw-r--r-- | warning
          /backup/monitoring               | rwxr-x--x | warning
          /backup/monitoring               | rwxrwxrwx | critical
          """)
  void findsWhatOthersMayReadOrWrite(String name, String mode, String severity) throws IOException {
    machine.mode(name, "rwx------");
    if (Files.isDirectory(machine.at(name)) && name.matches(".*(key|dead-man)")) {
      Files.delete(machine.at(name));
      machine.write(name, "x", mode);
    }
    machine.mode(name, mode);

    finds(severity, "permissions", name, mode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          pY3vq0yBd8sVYw6T                | admin                   | a password that everybody tries first
          pY3vq0yBd8sVYw6T                | elevenchars             | a password of 11 characters
          GF_SECURITY_ADMIN_PASSWORD=     | OTHER=                  | no password of its own: it is admin
          0c8JrXbq2kQm7wEz                | SW2YcwTIb9zpOOhoPsMm    | the one that Grafana is delivered with
          GF_SECURITY_SECRET_KEY=         | OTHER=                  | the one that Grafana is delivered with
          """)
  void findsWhatGrafanaIsDeliveredWith(String there, String instead, String found) {
    machine.edit("/etc/grafana/secrets.env", text -> text.replace(there, instead));

    finds("critical", "grafana", "Grafana's", found);
  }

  @ParameterizedTest
  @CsvSource({"auth.anonymous,enabled,warning", "users,allow_sign_up,critical"})
  void findsThatGrafanaLetsAnybodyIn(String section, String name, String severity) {
    machine.edit(
        INI,
        text ->
            text.replaceAll("(?m)^\\[" + section + "]\\R(?:.*=.*\\R)*", "")
                + "\n["
                + section
                + "]\n"
                + name
                + " = true\n");

    finds(severity, "grafana", INI, name + " = true");
  }

  @ParameterizedTest
  @ValueSource(strings = {"admin", "prometheus", "changeme", "operator"})
  void triesTheUsualPasswords(String password) throws IOException {
    String hash = BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
    machine.write(HTPASSWD, "operator:" + hash + "\n", "rw-r-----");

    finds("critical", "passwords", HTPASSWD + ", user operator", "everybody tries first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {SHA}5en6G6MezRroT3XKqkdPOmY/BfQ=          | SHA-1
          $apr1$lZL6V/ci$eIMz/iKDkbtys/uU7LEK00      | MD5
          {PLAIN}right                               | the password itself
          rqXexS6ZhobKA                              | DES
          """)
  void findsHashesThatAreBroken(String hash, String found) throws IOException {
    machine.write(HTPASSWD, "# users\noperator:" + hash + "\n", "rw-r-----");

    finds("critical", "passwords", HTPASSWD + ", user operator", found);
  }

  @Test
  void findsAPasswordFileThatIsNotThere() throws IOException {
    Files.delete(machine.at(HTPASSWD));

    finds("warning", "passwords", HTPASSWD, "is not there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /etc/prometheus/alertmanager.yml | '  smtp_auth_password: hunter2hunter2' | rw-r--r-- | critical
          /etc/prometheus/alertmanager.yml | '  smtp_auth_password: hunter2hunter2' | rw-r----- | warning
          /etc/grafana/ldap.toml           | 'bind_password = "hunter2hunter2"'     | rw-r----- | warning
          /etc/prometheus/prometheus.yml   | '    bearer_token: hunter2hunter2'     | rw-r--r-- | critical
          /etc/systemd/system/x.service    | 'Environment=API_TOKEN=hunter2'        | rw-r--r-- | critical
          """)
  void findsSecretsThatAreWrittenIntoConfiguration(
      String name, String line, String mode, String severity) throws IOException {
    Path file = machine.at(name);
    String before = Files.exists(file) ? Files.readString(file) : "";
    machine.write(name, before + line + "\n", mode);

    finds(severity, "secrets", name + ":", "is written there");
    assertThat(audit(OF_FILES).out()).doesNotContain("hunter2");
  }

  @Test
  void findsTheKeyThatAnObjectStoreIsDeliveredWith() {
    machine.edit("/etc/almanac/almanac.env", text -> text + "AWS_SECRET_ACCESS_KEY=minioadmin\n");

    finds("critical", "secrets", "AWS_SECRET_ACCESS_KEY", "everybody tries first");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 20 | warning  | ends at
          -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2  | critical | ends at
          -newkey ec -pkeyopt ec_paramgen_curve:P-224 -days 90 | critical | a key on a curve of 224 bits
          -newkey rsa:1024 -days 90                            | critical | an RSA key of 1024 bits
          """)
  void findsCertificatesThatEndSoonOrAreWeak(String options, String severity, String found)
      throws IOException {
    machine.certificate(options, "monitoring.example.com");

    finds(severity, "certificates", "CN=monitoring.example.com", found);
  }

  @Test
  void findsACertificateOfAnotherName() throws IOException {
    machine.certificate(
        "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 90", "grafana.example.com");

    finds("critical", "certificates", "fullchain.pem", "names [grafana.example.com]");
  }

  @Test
  void takesACertificateForAllNamesOfADomain() throws IOException {
    machine.certificate("-newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 90", "*.example.com");

    assertThat(audit("certificates").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void findsThatACertificateIsGone() throws IOException {
    Files.delete(machine.at("/etc/letsencrypt/live/monitoring.example.com/fullchain.pem"));

    finds("critical", "certificates", SITE, "is not there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ssl_protocols TLSv1.2 TLSv1.3 | ssl_protocols TLSv1.1 TLSv1.2 | critical | ssl_protocols says TLSv1.1
          ssl_protocols TLSv1.2 TLSv1.3; | '' | critical | ssl_protocols says TLSv1 TLSv1.1 TLSv1.2
          ssl_ciphers | ssl_ciphers HIGH:RC4-SHA; # | critical | ssl_ciphers says HIGH:RC4-SHA
          add_header Strict-Transport-Security | add_header X-Other | warning | no Strict-Transport-Security
          listen 443 ssl http2; | listen 8443; | critical | without TLS
          auth_basic "Prometheus"; | '' | critical | no password is asked
          auth_basic "Alertmanager"; | auth_basic off; | critical | no password is asked
          """)
  void findsDoorsThatAreOpen(String there, String instead, String severity, String found) {
    machine.edit(
        SITE,
        text ->
            text.replace("listen [::]:443 ssl http2;", "")
                .replace(there, instead == null ? "" : instead));

    finds(severity, "tls", SITE, found);
  }

  @Test
  void findsTokensThatNeverEnd() {
    CommandRun.of(
        ("token create --name old --scope read --archive " + machine.archive()).split(" "));
    CommandRun.of(
        ("token create --name good --scope read --expires 90d --archive " + machine.archive())
            .split(" "));

    finds("warning", "tokens", "token old (", "never ends");
  }

  @Test
  void findsPortsThatOthersReachAndLeavesThoseOfThisMachineAlone() throws IOException {
    try (ServerSocket open = new ServerSocket(0);
        ServerSocket local = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CommandRun run = audit("ports", "--json");

      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
      List<String> found =
          Stream.of(run.json().path("findings"))
              .flatMap(all -> all.findValuesAsText("where").stream())
              .toList();
      assertThat(found).contains("every address, port " + open.getLocalPort());
      assertThat(found).noneMatch(where -> where.endsWith("port " + local.getLocalPort()));
      assertThat(run.json().path("findings"))
          .filteredOn(one -> one.path("where").asText().endsWith("port " + open.getLocalPort()))
          .extracting(one -> one.path("found").asText())
          .containsExactly("java listens there");
      assertThat(audit("ports", "--allow-port", open.getLocalPort() + "", "--json").out())
          .doesNotContain("port " + open.getLocalPort() + "\"");
    }
  }

  @Test
  void publishesHowMuchItFound() throws IOException {
    machine.mode("/etc/grafana/ldap.toml", "rw-r--r--");
    Path textfile = folder.resolve("audit.prom");

    audit(OF_FILES, "--textfile", textfile.toString());

    assertThat(Files.readString(textfile))
        .contains("\nalmanac_audit_critical_findings 1.0\n")
        .contains("\nalmanac_audit_warning_findings 0.0\n")
        .contains("\nalmanac_audit_timestamp_seconds ");
  }

  @Test
  void tellsPeopleWhatToDo() throws IOException {
    machine.mode("/etc/grafana/ldap.toml", "rw-r--r--");

    assertThat(audit("permissions").out())
        .isEqualTo(
            """
            CRITICAL permissions: /etc/grafana/ldap.toml
              found     rw-r--r--
              expected  rw-r----- at most: it may hold the directory's password
              do        chmod 640 /etc/grafana/ldap.toml; then change the secret
            """);
  }

  @Test
  void knowsItsChecks() {
    CommandRun run = audit("permissions,prots");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("there is no check \"prots\"");
  }

  @Test
  void saysWhatItCannotRead() throws IOException {
    machine.write(
        "/etc/letsencrypt/live/monitoring.example.com/fullchain.pem",
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
        "rw-r--r--");

    CommandRun run = audit("certificates");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("fullchain.pem: expected certificates in PEM");
  }
}
