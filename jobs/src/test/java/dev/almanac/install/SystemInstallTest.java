package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole of it on a Debian that boots with systemd: what goes wrong first, then the
 * installation, its services, its timers and its end. A test stands on those before it, as on a
 * real machine.
 */
@Tag("needs-system")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemInstallTest {

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String NAME = "mon.company.test";
  private static final String SITE = "/root/install.yaml";
  private static final String DEBS = "/var/cache/apt/archives";

  /** What is different here: no Grafana, which this machine cannot reach. */
  private static final String CONFIG =
      """
      name: mon.company.test
      grafana: false
      log_level: INFO
      alerts:
        webhook: http://127.0.0.1:9999/hook
      """;

  @TempDir private static Path folder;
  private static NspawnMachine machine;

  @BeforeAll
  static void boot() throws IOException {
    machine = NspawnMachine.boot(folder.resolve("root"));
    Files.writeString(machine.path(SITE), CONFIG);
  }

  @AfterAll
  static void powerOff() throws InterruptedException {
    if (machine != null) {
      machine.powerOff();
    }
  }

  private static Ran installed(String... words) {
    // However slow the machine is that both are on.
    return machine.install(
        Stream.concat(Stream.of(words), Stream.of("--wait", "15m")).toArray(String[]::new));
  }

  /** The status that nginx answers with, asked by the name and with our authority. */
  private static String status(String path, String... words) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "curl",
                "--silent",
                "--cacert",
                "/etc/almanac/tls/ca.crt",
                "--output",
                "/dev/null",
                "--write-out",
                "%{http_code}"));
    command.addAll(List.of(words));
    command.add("https://" + NAME + path);
    return machine.run(command.toArray(new String[0])).out();
  }

  private static void move(String from, String to) throws IOException {
    Files.move(machine.path(from), machine.path(to));
  }

  @Test
  @Order(1)
  void withoutANetworkItSaysThatThePackageServerCannotBeReached() throws IOException {
    // Java itself is a package too: it is there, and the rest is not.
    machine
        .run(
            "apt-get",
            "install",
            "-y",
            "-q",
            "--no-install-recommends",
            "openjdk-17-jre-headless",
            "openssl",
            "curl")
        .orFail("see above");
    move(DEBS, DEBS + ".away");
    machine.run("mkdir", "-p", DEBS + "/partial");

    Ran run = installed("--config", SITE);

    machine.run("rm", "-r", DEBS);
    move(DEBS + ".away", DEBS);
    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    assertThat(run.out())
        .contains("The package server cannot be reached")
        .contains("Then run the installation again");
  }

  @Test
  @Order(2)
  void aPortThatIsTakenIsNamedWithWhoHasIt() throws IOException {
    Process squatter =
        machine.begin(
            "perl",
            "-MIO::Socket::INET",
            "-e",
            "$s = IO::Socket::INET->new(LocalPort => 9093, Listen => 1) or die; sleep 600");
    Await.until(
        "the port is taken",
        PATIENCE,
        () -> machine.run("ss", "-Hltn", "sport = :9093").out().contains("9093"));

    Ran run = installed("--config", SITE);

    machine.run("pkill", "perl");
    squatter.onExit().join();
    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    assertThat(run.out())
        .containsPattern("WRONG port 9093: process \\d+ \\(perl .*\\) has it")
        .contains("nothing was changed");
  }

  @Test
  @Order(3)
  void aDiskThatIsFullIsNamedBeforeAnythingIsChanged() {
    machine.run("mkdir", "-p", "/backup").orFail("");
    machine.run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", "/backup").orFail("");

    Ran run = installed("--config", SITE);

    machine.run("umount", "/backup").orFail("");
    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    assertThat(run.out()).contains("WRONG disk space: 0.0 GB free at /backup/monitoring");
  }

  @Test
  @Order(4)
  void aDirectoryThatDoesNotAnswerIsNamed() throws IOException {
    Files.writeString(machine.path("/root/ldap.password"), "secret\n");
    Files.writeString(
        machine.path("/root/ldap.yaml"),
        CONFIG
            + """
            ldap:
              url: ldap://127.0.0.1:3899
              bind_dn: cn=grafana,dc=company,dc=test
              password_file: /root/ldap.password
              search_base: ou=people,dc=company,dc=test
              admins: cn=admins,dc=company,dc=test
              editors: cn=editors,dc=company,dc=test
              viewers: cn=viewers,dc=company,dc=test
            """);

    Ran run = installed("--config", "/root/ldap.yaml");

    assertThat(run.exit()).as(run.out()).isEqualTo(3);
    assertThat(run.out()).contains("WRONG directory: ldap://127.0.0.1:3899 does not answer");
  }

  @Test
  @Order(5)
  void aDryRunChangesNothing() {
    Ran run = installed("--config", SITE, "--dry-run");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out())
        .contains("packages: would install")
        .contains("+    - targets: ['127.0.0.1:9093']".replace("    - ", "        - "))
        .contains("changes to make");
    assertThat(machine.path("/etc/almanac")).doesNotExist();
    assertThat(machine.path("/opt/almanac")).doesNotExist();
  }

  @Test
  @Order(6)
  void oneThatIsKilledIsHealedByTheNext() throws IOException {
    Process run = machine.begin("/srv/almanac/opt/almanac/main.sh", "--config", SITE);
    Await.until(
        "packages are being configured",
        PATIENCE,
        () -> Files.exists(machine.path("/usr/bin/prometheus")) || !run.isAlive());
    machine.run("pkill", "-KILL", "java");
    run.onExit().join();
    Await.until("apt has ended", PATIENCE, () -> !machine.run("pgrep", "apt-get").ok());

    Ran healed = installed("--config", SITE);

    assertThat(healed.exit()).as(healed.out()).isZero();
    assertThat(healed.out()).contains("changes made").doesNotContain("NOT WELL");
    assertThat(machine.path("/usr/sbin/policy-rc.d")).doesNotExist();
  }

  @Test
  @Order(7)
  void aSecondRunChangesNothing() {
    Ran run = installed();

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("Nothing changed").contains("services: as it should be");
  }

  @Test
  @Order(8)
  void everythingAnswersWhoHasTheCredentialsAndNobodyElse() throws IOException {
    String password = Files.readString(machine.path(Secrets.OPERATOR)).strip();
    String token = Files.readString(machine.path(TokensStep.OPERATOR)).strip();
    Files.writeString(machine.path("/root/good"), "user = \"operator:" + password + "\"\n");
    Files.writeString(machine.path("/root/bad"), "user = \"operator:wrong\"\n");
    Files.writeString(
        machine.path("/root/token"), "header = \"Authorization: Bearer " + token + "\"\n");
    Files.writeString(machine.path("/root/no-token"), "header = \"Authorization: Bearer wrong\"\n");

    for (String path : List.of("/prometheus/-/ready", "/prometheus/api/v1/admin/tsdb/snapshot")) {
      assertThat(status(path, "--config", "/root/good")).as(path).isEqualTo("403");
    }
    for (String path :
        List.of(
            "/prometheus/api/v1/query?query=up",
            "/alertmanager/api/v2/status",
            "/runbooks/HostDown.md")) {
      assertThat(status(path, "--config", "/root/good")).as(path).isEqualTo("200");
      assertThat(status(path, "--config", "/root/bad")).as(path).isEqualTo("401");
      assertThat(status(path)).as(path).isEqualTo("401");
    }
    assertThat(status("/ml/api/v1/backups", "--config", "/root/token")).isEqualTo("200");
    assertThat(status("/ml/api/v1/backups", "--config", "/root/no-token")).isEqualTo("401");
    assertThat(status("/ml/api/v1/backups")).isEqualTo("401");
    assertThat(status("/healthz")).isEqualTo("200");
  }

  @Test
  @Order(9)
  void secretsAreReadByThoseWhoNeedThemAlone() throws IOException {
    for (String file :
        List.of(
            Secrets.OPERATOR, TokensStep.OPERATOR, OwnAuthority.KEY, AlmanacFiles.ENVIRONMENT)) {
      assertThat(Owner.SECRET.holds(machine.path(file), false)).as(file).isTrue();
    }
    assertThat(machine.run("runuser", "-u", "almanac", "--", "cat", Secrets.OPERATOR).ok())
        .isFalse();
  }

  @Test
  @Order(10)
  void timersKeepTheHoursOfTheDocumentation() {
    Map<String, String> hours =
        Map.of(
            "backup", "23:00:00 UTC",
            "train", "01:00:00 UTC",
            "drill", "03:00:00 UTC",
            "cleanup", "05:00:00 UTC",
            "audit", "06:00:00 UTC",
            "certificates", "04:00:00 UTC");
    hours.forEach(
        (timer, hour) ->
            assertThat(
                    machine
                        .run(
                            "systemctl",
                            "show",
                            "--property=NextElapseUSecRealtime",
                            "almanac-" + timer + ".timer")
                        .out()
                        .strip())
                .endsWith(hour));
    assertThat(machine.run("systemctl", "list-timers", "--no-pager").out())
        .contains("almanac-health.timer");
  }

  @Test
  @Order(11)
  void theBackupAndTheWorkOfOtherTimersRun() throws IOException {
    for (String work : List.of("backup", "drill", "health", "certificates", "cleanup", "audit")) {
      Ran run = machine.run("systemctl", "start", "almanac-" + work + ".service");

      assertThat(run.ok())
          .as(
              work
                  + machine
                      .run("journalctl", "--no-pager", "-n", "40", "-u", "almanac-" + work)
                      .out())
          .isTrue();
    }
    assertThat(machine.run("systemctl", "show", "-p", "ExecMainStatus", "almanac-backup").out())
        .isEqualTo("ExecMainStatus=0\n");
    assertThat(machine.path("/backup/monitoring/backups")).isNotEmptyDirectory();
    assertThat(Files.readString(machine.path("/var/log/monitoring/health.log")))
        .contains("\"well\":true");
    for (String metrics : List.of("backup", "drill", "health", "audit")) {
      assertThat(machine.path("/var/lib/prometheus/node-exporter/almanac_" + metrics + ".prom"))
          .isNotEmptyFile();
    }
  }

  @Test
  @Order(12)
  void anAuditOfWhatWasInstalledFindsNothing() {
    assertThat(machine.run("systemctl", "show", "-p", "ExecMainStatus", "almanac-audit").out())
        .as(machine.run("journalctl", "--no-pager", "-n", "40", "-u", "almanac-audit").out())
        .isEqualTo("ExecMainStatus=0\n");
  }

  @Test
  @Order(13)
  void whatServicesSayIsInTheJournalAndInFilesThatTheyCannotTouch() throws IOException {
    List<String> units = new ArrayList<>(LogFiles.units());
    // The one is not installed, the other would need a day of samples.
    units.removeAll(List.of("grafana-server", "almanac-train"));
    InstalledLogs logs = new InstalledLogs(machine);
    for (String unit : units) {
      logs.holdWhatItSaid(unit);
    }
    assertThat(logs.text("ml-scoring")).containsPattern("\\+00:00 INFO \\S+Z INFO ");
    logs.holdWhatNginxSaid();
    logs.holdStackTracesAsErrors();
    for (String user : List.of("almanac", "prometheus", "www-data")) {
      logs.areOutOfReachOf(user);
    }
    logs.goOnAfterRotation();
  }

  @Test
  @Order(14)
  void noServiceMayDoMuch() {
    for (String unit :
        List.of("prometheus", "ml-forecasting", "ml-scoring", "almanac-backup", "almanac-audit")) {
      Ran run =
          machine.run(
              "systemd-analyze", "security", "--no-pager", "--threshold=30", unit + ".service");
      assertThat(run.ok()).as(run.out()).isTrue();
    }
  }

  @Test
  @Order(15)
  void uninstallingLeavesTheDataAndNothingThatRuns() {
    Ran run = installed("--uninstall");

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(run.out()).contains("/backup/monitoring: the archive");
    for (String kept :
        List.of("/backup/monitoring/backups", "/var/lib/prometheus/metrics2", "/etc/almanac/tls")) {
      assertThat(machine.path(kept)).as(kept).isNotEmptyDirectory();
    }
    for (String gone :
        List.of(
            "/opt/almanac",
            "/etc/systemd/system/prometheus.service",
            "/etc/systemd/system/almanac-.service.d",
            "/etc/nginx/sites-enabled/monitoring.conf",
            "/etc/prometheus/rules/almanac.yml")) {
      assertThat(machine.path(gone)).as(gone).doesNotExist();
    }
    assertThat(machine.run("systemctl", "is-active", "prometheus", "ml-forecasting").out())
        .isEqualTo("inactive\ninactive\n");
    assertThat(installed("--uninstall").out()).contains("Nothing changed");
  }

  @Test
  @Order(16)
  void installingAgainFindsTheDataOfBefore() throws IOException {
    Ran run = installed();

    assertThat(run.exit()).as(run.out()).isZero();
    assertThat(status("/prometheus/api/v1/query?query=up", "--config", "/root/good"))
        .isEqualTo("200");
    assertThat(status("/ml/api/v1/backups", "--config", "/root/token")).isEqualTo("200");
  }
}
