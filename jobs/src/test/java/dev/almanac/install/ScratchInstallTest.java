package dev.almanac.install;

import static dev.almanac.install.ScratchMachine.LDAP;
import static dev.almanac.install.ScratchMachine.MAIL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installing into a folder: everything but packages, users and services. */
class ScratchInstallTest {

  @TempDir private Path folder;
  private ScratchMachine machine;

  @BeforeEach
  void makeMachine() throws IOException {
    machine = new ScratchMachine(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", MAIL, LDAP, "grafana: false\nretention: 30d\n", "archive: s3://b/p\n"})
  void aSecondRunChangesNothing(String yaml) throws IOException {
    assertThat(machine.install(yaml)).isNotEmpty();
    Map<String, String> before = machine.everything();

    assertThat(machine.install(yaml)).isEmpty();
    assertThat(machine.everything()).isEqualTo(before);
  }

  @Test
  void aDryRunTellsTheSameChangesAndMakesNone() throws IOException {
    List<String> told = machine.run(MAIL, true);

    assertThat(machine.everything()).isEmpty();
    assertThat(machine.install(MAIL)).containsExactlyElementsOf(told);
  }

  @Test
  void aDryRunShowsHowFilesWouldDiffer() throws IOException {
    machine.install("");
    ScratchMachine.Changes changes = new ScratchMachine.Changes();

    machine.installation("retention: 30d\n").run(true, changes);

    assertThat(String.join("\n", changes.differences))
        .contains("-  --storage.tsdb.retention.time=90d")
        .contains("+  --storage.tsdb.retention.time=30d");
  }

  @Test
  void aDryRunShowsNoSecret() throws IOException {
    ScratchMachine.Changes changes = new ScratchMachine.Changes();

    machine.installation(MAIL + LDAP).run(true, changes);

    assertThat(changes.differences).hasSizeGreaterThan(20);
    assertThat(String.join("\n", changes.differences))
        .doesNotContain("correct horse")
        .doesNotContain("GF_SECURITY_SECRET_KEY=");
  }

  @Test
  void whatAFileLostComesBack() throws IOException {
    machine.install("");
    Files.writeString(machine.in("/etc/prometheus/prometheus.yml"), "half a fi");
    Files.delete(machine.in("/etc/prometheus/rules/almanac.yml"));
    Files.setPosixFilePermissions(
        machine.in("/etc/almanac/secrets"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(machine.in("/etc/almanac/secrets/operator.password"), "");
    Files.writeString(
        machine.in("/etc/almanac/tls/server.crt"), "-----BEGIN CERTIFICATE-----\nMIIC");
    Files.delete(machine.in("/opt/almanac/jobs/target/lib/lib-1.jar"));

    assertThat(machine.install(""))
        .containsExactlyInAnyOrder(
            "change /etc/prometheus/prometheus.yml",
            "write /etc/prometheus/rules/almanac.yml",
            "give the folder /etc/almanac/secrets to root:root 0700",
            "make a password: /etc/almanac/secrets/operator.password",
            "let nginx know it: /etc/nginx/monitoring.htpasswd",
            "renew /etc/almanac/tls/server.crt: there is none",
            "copy 1 of 85 files to /opt/almanac"
                .replace("85", "" + Template.files(machine.in("/opt/almanac")).size()));
    assertThat(machine.install("")).isEmpty();
  }

  @Test
  void libraryFilesOfAnotherVersionAreRemoved() throws IOException {
    machine.install("");
    Files.move(
        machine.home().resolve("jobs/target/lib/lib-1.jar"),
        machine.home().resolve("jobs/target/lib/lib-2.jar"));

    machine.install("");

    assertThat(machine.in("/opt/almanac/jobs/target/lib/lib-1.jar")).doesNotExist();
    assertThat(machine.in("/opt/almanac/jobs/target/lib/lib-2.jar")).exists();
    assertThat(machine.in("/opt/almanac/jobs/target/jobs-1.0-tests.jar")).doesNotExist();
  }

  @Test
  void whatOperatorsWroteStays() throws IOException {
    machine.install("");
    for (String file :
        List.of(
            "/etc/prometheus/targets/node.yml",
            "/etc/almanac/almanac.env",
            "/etc/almanac/backup.yaml")) {
      Files.writeString(machine.in(file), "# ours\n", StandardOpenOption.APPEND);
    }

    assertThat(machine.install("")).isEmpty();
    assertThat(machine.text("/etc/almanac/backup.yaml")).endsWith("# ours\n");
    assertThat(machine.install("nodes: [\"10.0.0.7:9100\"]\n"))
        .contains("change /etc/prometheus/targets/node.yml");
    assertThat(machine.text("/etc/prometheus/targets/node.yml"))
        .contains("- targets: ['10.0.0.7:9100']");
  }

  @ParameterizedTest
  @ValueSource(strings = {"almanac-.service.d", "ml-.service.d"})
  void servicesTellAsMuchAsTheConfigurationSays(String service) throws IOException {
    String file = "/etc/systemd/system/" + service + "/20-log-level.conf";
    machine.install("");
    assertThat(machine.text(file)).doesNotContain("\nEnvironment=");

    machine.install("log_level: DEBUG\n");
    assertThat(machine.text(file)).endsWith("[Service]\nEnvironment=ALMANAC_LOG_LEVEL=DEBUG\n");

    machine.install("log_level: ERROR\n");
    assertThat(machine.text(file)).endsWith("[Service]\nEnvironment=ALMANAC_LOG_LEVEL=ERROR\n");
  }

  @Test
  void anAcmeServerOfOnesOwnIsTrustedByAllWhoAskForItsCertificates() throws IOException {
    Path authority = Files.writeString(folder.resolve("ca.pem"), "the authority\n");
    String dropIn = "/etc/systemd/system/certbot.service.d/10-authorities.conf";
    machine.install("{tls: certbot, name: mon.company.net}");
    assertThat(machine.in(dropIn)).doesNotExist();
    assertThat(machine.text("/etc/prometheus/blackbox.yml")).doesNotContain("        ca_file:");

    machine.install(
        "{tls: certbot, name: mon.company.net, acme_server: 'https://ca.company.net/dir',"
            + " acme_ca_file: "
            + authority
            + "}");

    assertThat(machine.text(Certbot.AUTHORITIES)).isEqualTo("the authority\n");
    assertThat(machine.text(dropIn))
        .contains("\nEnvironment=REQUESTS_CA_BUNDLE=" + Certbot.AUTHORITIES);
    assertThat(machine.text("/etc/prometheus/blackbox.yml"))
        .contains(" ca_file: " + Certbot.AUTHORITIES);
  }

  @Test
  void secretsAreForTheirOwnersAlone() throws IOException {
    machine.install(MAIL + LDAP);

    for (String file :
        List.of(
            "/etc/almanac/secrets/operator.password",
            "/etc/almanac/almanac.env",
            "/etc/almanac/tls/ca.key",
            "/etc/almanac/tls/server.key",
            "/etc/grafana/secrets.env")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(machine.in(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(machine.text("/etc/nginx/monitoring.htpasswd")).startsWith("operator:$2y$");
    for (Map.Entry<String, String> file : machine.everything().entrySet()) {
      if (file.getValue().contains("correct horse")) {
        assertThat(file.getKey())
            .containsAnyOf("/etc/prometheus/secrets/", "/etc/grafana/secrets.env");
      }
    }
  }

  @Test
  void uninstallingPutsBackWhatWasThereAndLeavesData() throws IOException {
    Files.createDirectories(machine.in("/etc/prometheus"));
    Files.createDirectories(machine.in("/backup/monitoring"));
    Files.writeString(machine.in("/etc/prometheus/prometheus.yml"), "# Debian's\n");
    Files.writeString(machine.in("/backup/monitoring/data"), "data");
    machine.install("");
    machine.install("name: other.company.net\n");

    assertThat(machine.uninstall("")).isNotEmpty();

    assertThat(machine.text("/etc/prometheus/prometheus.yml")).isEqualTo("# Debian's\n");
    assertThat(machine.text("/backup/monitoring/data")).isEqualTo("data");
    assertThat(machine.in("/etc/almanac/secrets/operator.password")).exists();
    for (String gone :
        List.of(
            "/opt/almanac",
            "/etc/prometheus/rules/almanac.yml",
            "/etc/systemd/system/almanac-backup.timer",
            "/etc/systemd/system/ml-.service.d",
            NginxFiles.SITE,
            NginxFiles.ENABLED,
            Secrets.HTPASSWD)) {
      assertThat(machine.in(gone)).doesNotExist();
    }
    assertThat(machine.uninstall("")).isEmpty();
    assertThat(machine.install("")).contains("change /etc/prometheus/prometheus.yml");
    assertThat(machine.install("")).isEmpty();
  }

  @Test
  void aTemplateWithoutWhatIsToBeReplacedIsRefused() throws IOException {
    Files.writeString(
        machine.home().resolve("monitoring/prometheus/prometheus.env"), "ARGS=\"\"\n");

    assertThatThrownBy(() -> machine.install(""))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("prometheus.env: expected 'retention.time=90d'");
  }

  @Test
  void aFileThatIsAsItShouldBeIsNotWrittenAgain() throws IOException {
    machine.install("");
    Path file = machine.in("/etc/prometheus/prometheus.yml");
    FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);

    machine.install("");

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
  }
}
