package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Installing into a folder: everything but packages, users and services. */
class ScratchInstallTest {

  private static final Path TREE = Path.of("..").toAbsolutePath().normalize();

  private static final String LDAP =
      """
      ldap:
        url: ldaps://ldap.company.net
        bind_dn: cn=grafana,dc=company,dc=net
        password_file: %1$s
        search_base: ou=people,dc=company,dc=net
        admins: cn=admins,dc=company,dc=net
        editors: cn=editors,dc=company,dc=net
        viewers: cn=viewers,dc=company,dc=net
      """;

  private static final String MAIL =
      """
      name: monitoring.company.net
      alerts:
        mail:
          server: mail.company.net:587
          from: monitoring@company.net
          user: monitoring
          password_file: %1$s
          infrastructure: infra@company.net
          data_science: ds@company.net
          on_call: oncall@company.net
        webhook: https://chat.company.net/hook?team=a&x=$1
        dead_man: https://dead-man.company.net/ralph
        dead_man_token_file: %1$s
      """;

  @TempDir private Path folder;
  private Path home;
  private Path root;

  /** A home with the real files to install, and a small program in place of the built one. */
  @BeforeEach
  void makeHome() throws IOException {
    home = folder.resolve("home");
    root = folder.resolve("root");
    for (String name : List.of("monitoring", "docs/runbooks", "scripts", "flink-conf")) {
      Path from = TREE.resolve(name);
      for (Path file : Template.files(from)) {
        Path copy = home.resolve(name).resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    for (String name :
        List.of("almanac", "main.sh", "restore.sh", "verify_restore.sh", "LICENSE", "NOTICE")) {
      Files.copy(TREE.resolve(name), home.resolve(name));
    }
    Files.createDirectories(home.resolve("jobs/target/lib"));
    Files.writeString(home.resolve("jobs/target/jobs-1.0.jar"), "program");
    Files.writeString(home.resolve("jobs/target/jobs-1.0-tests.jar"), "tests");
    Files.writeString(home.resolve("jobs/target/lib/lib-1.jar"), "library");
    Files.writeString(folder.resolve("password"), "correct horse\n");
  }

  private Installation installation(String yaml) {
    String filled = yaml.formatted(folder.resolve("password"));
    return Installation.into(
        root,
        InstallConfigReader.parse(filled, "install.yaml", "ralph-mon.company.net"),
        filled.isEmpty() ? Optional.empty() : Optional.of(filled),
        home);
  }

  private List<String> install(String yaml) throws IOException {
    return run(yaml, false);
  }

  private List<String> run(String yaml, boolean dry) throws IOException {
    Changes changes = new Changes();
    Installation.Outcome outcome = installation(yaml).run(dry, changes);
    assertThat(outcome.changes()).isEqualTo(changes.made.size());
    return changes.made;
  }

  private List<String> uninstall(String yaml) throws IOException {
    Changes changes = new Changes();
    installation(yaml).uninstall(false, changes);
    return changes.made;
  }

  private static final class Changes implements Installation.Report {

    private final List<String> made = new ArrayList<>();
    private final List<String> differences = new ArrayList<>();

    @Override
    public void change(String step, String what, Optional<String> difference) {
      made.add(what);
      difference.ifPresent(differences::add);
    }

    @Override
    public void nothing(String step) {}
  }

  private Path in(String path) {
    return root.resolve(path.substring(1));
  }

  private String text(String path) throws IOException {
    return Files.readString(in(path));
  }

  /** What is below the root, with its content or that it is a folder. */
  private Map<String, String> everything() throws IOException {
    Map<String, String> found = new TreeMap<>();
    if (Files.exists(root)) {
      try (Stream<Path> walk = Files.walk(root)) {
        for (Path path : walk.toList()) {
          String mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) + " ";
          found.put(
              path.toString(), mode + (Files.isRegularFile(path) ? Files.readString(path) : ""));
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", MAIL, LDAP, "grafana: false\nretention: 30d\n", "archive: s3://b/p\n"})
  void aSecondRunChangesNothing(String yaml) throws IOException {
    assertThat(install(yaml)).isNotEmpty();
    Map<String, String> before = everything();

    assertThat(install(yaml)).isEmpty();
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void aDryRunTellsTheSameChangesAndMakesNone() throws IOException {
    List<String> told = run(MAIL, true);

    assertThat(everything()).isEmpty();
    assertThat(install(MAIL)).containsExactlyElementsOf(told);
  }

  @Test
  void aDryRunShowsHowFilesWouldDiffer() throws IOException {
    install("");
    Changes changes = new Changes();

    installation("retention: 30d\n").run(true, changes);

    assertThat(String.join("\n", changes.differences))
        .contains("-  --storage.tsdb.retention.time=90d")
        .contains("+  --storage.tsdb.retention.time=30d");
  }

  @Test
  void aDryRunShowsNoSecret() throws IOException {
    Changes changes = new Changes();

    installation(MAIL + LDAP).run(true, changes);

    assertThat(changes.differences).hasSizeGreaterThan(20);
    assertThat(String.join("\n", changes.differences))
        .doesNotContain("correct horse")
        .doesNotContain("GF_SECURITY_SECRET_KEY=");
  }

  @Test
  void whatAFileLostComesBack() throws IOException {
    install("");
    Files.writeString(in("/etc/prometheus/prometheus.yml"), "half a fi");
    Files.delete(in("/etc/prometheus/rules/almanac.yml"));
    Files.setPosixFilePermissions(
        in("/etc/almanac/secrets"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.writeString(in("/etc/almanac/secrets/operator.password"), "");
    Files.writeString(in("/etc/almanac/tls/server.crt"), "-----BEGIN CERTIFICATE-----\nMIIC");
    Files.delete(in("/opt/almanac/jobs/target/lib/lib-1.jar"));

    assertThat(install(""))
        .containsExactlyInAnyOrder(
            "change /etc/prometheus/prometheus.yml",
            "write /etc/prometheus/rules/almanac.yml",
            "give the folder /etc/almanac/secrets to root:root 0700",
            "make a password: /etc/almanac/secrets/operator.password",
            "let nginx know it: /etc/nginx/monitoring.htpasswd",
            "renew /etc/almanac/tls/server.crt: there is none",
            "copy 1 of 85 files to /opt/almanac"
                .replace("85", "" + Template.files(in("/opt/almanac")).size()));
    assertThat(install("")).isEmpty();
  }

  @Test
  void libraryFilesOfAnotherVersionAreRemoved() throws IOException {
    install("");
    Files.move(
        home.resolve("jobs/target/lib/lib-1.jar"), home.resolve("jobs/target/lib/lib-2.jar"));

    install("");

    assertThat(in("/opt/almanac/jobs/target/lib/lib-1.jar")).doesNotExist();
    assertThat(in("/opt/almanac/jobs/target/lib/lib-2.jar")).exists();
    assertThat(in("/opt/almanac/jobs/target/jobs-1.0-tests.jar")).doesNotExist();
  }

  @Test
  void whatOperatorsWroteStays() throws IOException {
    install("");
    for (String file :
        List.of(
            "/etc/prometheus/targets/node.yml",
            "/etc/almanac/almanac.env",
            "/etc/almanac/backup.yaml")) {
      Files.writeString(in(file), "# ours\n", StandardOpenOption.APPEND);
    }

    assertThat(install("")).isEmpty();
    assertThat(text("/etc/almanac/backup.yaml")).endsWith("# ours\n");
    assertThat(install("nodes: [\"10.0.0.7:9100\"]\n"))
        .contains("change /etc/prometheus/targets/node.yml");
    assertThat(text("/etc/prometheus/targets/node.yml")).contains("- targets: ['10.0.0.7:9100']");
  }

  @ParameterizedTest
  @ValueSource(strings = {"almanac-.service.d", "ml-.service.d"})
  void servicesTellAsMuchAsTheConfigurationSays(String service) throws IOException {
    String file = "/etc/systemd/system/" + service + "/20-log-level.conf";
    install("");
    assertThat(text(file)).doesNotContain("\nEnvironment=");

    install("log_level: DEBUG\n");
    assertThat(text(file)).endsWith("[Service]\nEnvironment=ALMANAC_LOG_LEVEL=DEBUG\n");

    install("log_level: ERROR\n");
    assertThat(text(file)).endsWith("[Service]\nEnvironment=ALMANAC_LOG_LEVEL=ERROR\n");
  }

  @Test
  void anAcmeServerOfOnesOwnIsTrustedByAllWhoAskForItsCertificates() throws IOException {
    Path authority = Files.writeString(folder.resolve("ca.pem"), "the authority\n");
    String dropIn = "/etc/systemd/system/certbot.service.d/10-authorities.conf";
    install("{tls: certbot, name: mon.company.net}");
    assertThat(in(dropIn)).doesNotExist();
    assertThat(text("/etc/prometheus/blackbox.yml")).doesNotContain("        ca_file:");

    install(
        "{tls: certbot, name: mon.company.net, acme_server: 'https://ca.company.net/dir',"
            + " acme_ca_file: "
            + authority
            + "}");

    assertThat(text(Certbot.AUTHORITIES)).isEqualTo("the authority\n");
    assertThat(text(dropIn)).contains("\nEnvironment=REQUESTS_CA_BUNDLE=" + Certbot.AUTHORITIES);
    assertThat(text("/etc/prometheus/blackbox.yml")).contains(" ca_file: " + Certbot.AUTHORITIES);
  }

  @Test
  void secretsAreForTheirOwnersAlone() throws IOException {
    install(MAIL + LDAP);

    for (String file :
        List.of(
            "/etc/almanac/secrets/operator.password",
            "/etc/almanac/almanac.env",
            "/etc/almanac/tls/ca.key",
            "/etc/almanac/tls/server.key",
            "/etc/grafana/secrets.env")) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(in(file))))
          .as(file)
          .isEqualTo("rw-------");
    }
    assertThat(text("/etc/nginx/monitoring.htpasswd")).startsWith("operator:$2y$");
    for (Map.Entry<String, String> file : everything().entrySet()) {
      if (file.getValue().contains("correct horse")) {
        assertThat(file.getKey())
            .containsAnyOf("/etc/prometheus/secrets/", "/etc/grafana/secrets.env");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", MAIL, "alerts: {webhook: 'http://127.0.0.1:9999/hook'}\n"})
  void programsTakeTheirConfiguration(String yaml) throws IOException {
    install(yaml);
    Files.writeString(in("/etc/prometheus/almanac.token"), "token\n");
    Path prometheus = in("/etc/prometheus/prometheus.yml");
    Files.writeString(
        prometheus,
        Files.readString(prometheus).replace("/etc/prometheus/", root + "/etc/prometheus/"));

    Machine.run("promtool", "check", "config", prometheus.toString()).orFail("");
    Machine.run("amtool", "check-config", in("/etc/prometheus/alertmanager.yml").toString())
        .orFail("");
    for (String file : List.of("prometheus/prometheus.env", "prometheus/rules/node.yml")) {
      assertThat(text("/etc/" + file)).doesNotContain("monitoring.example.com");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "grafana: false\n"})
  void nginxTakesItsSite(String yaml) throws IOException {
    install(yaml);
    Path site = in(NginxFiles.SITE);
    Files.writeString(
        site,
        Files.readString(site)
            .replace("/etc/almanac", root + "/etc/almanac")
            .replace("/etc/nginx/monitoring.htpasswd", root + Secrets.HTPASSWD)
            .replaceAll("(?m)^ *listen \\[::].*\n", "")
            .replace("listen 80;", "listen 127.0.0.1:8089;")
            .replace("listen 443 ", "listen 127.0.0.1:8449 "));
    Path around =
        Files.writeString(
            folder.resolve("nginx.conf"),
            "pid %1$s/pid; error_log stderr; events {} http { access_log off; include %2$s; }"
                .formatted(folder, site));

    Machine.run("/usr/sbin/nginx", "-t", "-q", "-p", folder + "", "-c", around + "").orFail("");
  }

  @Test
  void systemdTakesEveryUnit() throws IOException {
    install("archive: /srv/archive\n");
    Path units = in("/etc/systemd/system");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify", "--man=no"));
    for (Path unit : Template.files(units)) {
      Files.writeString(unit, Files.readString(unit).replace("/opt/almanac/almanac", "/bin/true"));
      if (unit.getParent().equals(units)) {
        command.add(unit.toString());
      }
    }

    Ran run = Machine.run(command.toArray(new String[0]));

    assertThat(run.out()).isBlank();
    assertThat(Files.readString(units.resolve("almanac-backup.service")))
        .contains("ReadWritePaths=-/srv/archive ");
  }

  @Test
  void uninstallingPutsBackWhatWasThereAndLeavesData() throws IOException {
    Files.createDirectories(in("/etc/prometheus"));
    Files.createDirectories(in("/backup/monitoring"));
    Files.writeString(in("/etc/prometheus/prometheus.yml"), "# Debian's\n");
    Files.writeString(in("/backup/monitoring/data"), "data");
    install("");
    install("name: other.company.net\n");

    assertThat(uninstall("")).isNotEmpty();

    assertThat(text("/etc/prometheus/prometheus.yml")).isEqualTo("# Debian's\n");
    assertThat(text("/backup/monitoring/data")).isEqualTo("data");
    assertThat(in("/etc/almanac/secrets/operator.password")).exists();
    for (String gone :
        List.of(
            "/opt/almanac",
            "/etc/prometheus/rules/almanac.yml",
            "/etc/systemd/system/almanac-backup.timer",
            "/etc/systemd/system/ml-.service.d",
            NginxFiles.SITE,
            NginxFiles.ENABLED,
            Secrets.HTPASSWD)) {
      assertThat(in(gone)).doesNotExist();
    }
    assertThat(uninstall("")).isEmpty();
    assertThat(install("")).contains("change /etc/prometheus/prometheus.yml");
    assertThat(install("")).isEmpty();
  }

  @Test
  void aTemplateWithoutWhatIsToBeReplacedIsRefused() throws IOException {
    Files.writeString(home.resolve("monitoring/prometheus/prometheus.env"), "ARGS=\"\"\n");

    assertThatThrownBy(() -> install(""))
        .isInstanceOf(InstallException.class)
        .hasMessageContaining("prometheus.env: expected 'retention.time=90d'");
  }

  @Test
  void aFileThatIsAsItShouldBeIsNotWrittenAgain() throws IOException {
    install("");
    Path file = in("/etc/prometheus/prometheus.yml");
    FileTime longAgo = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));
    Files.setLastModifiedTime(file, longAgo);

    install("");

    assertThat(Files.getLastModifiedTime(file)).isEqualTo(longAgo);
  }
}
