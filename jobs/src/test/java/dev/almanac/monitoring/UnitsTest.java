package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Services and timers, by systemd's own tool; log rotation, by logrotate itself. */
class UnitsTest {

  private static final Path SOURCE = MonitoringTree.MONITORING.resolve("systemd");

  /** Ten times the exposure that no service may reach. */
  private static final int TOO_EXPOSED = 30;

  @TempDir private static Path units;

  @BeforeAll
  static void install() throws IOException {
    for (Path file : MonitoringTree.files(SOURCE, "")) {
      Path copy = units.resolve(SOURCE.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(copy);
      } else {
        // systemd asks whether programs are there; these are not, where only tests run.
        Files.writeString(
            copy,
            MonitoringTree.text(file)
                .replace("/opt/almanac/almanac", "/bin/true")
                .replace("/usr/bin/certbot", "/bin/true"));
      }
    }
    Files.writeString(
        units.resolve("grafana-server.service"),
        """
        [Service]
        User=grafana
        ExecStart=/bin/true
        """);
  }

  static List<String> services() {
    return named(units, ".service");
  }

  static List<String> timers() {
    return named(units, ".timer");
  }

  private static List<String> named(Path folder, String ending) {
    return MonitoringTree.files(folder, ending).stream()
        .map(file -> file.getFileName().toString())
        .toList();
  }

  /** Of keys that it does not know systemd only warns. */
  @Test
  void systemdTakesEveryUnitWithoutAWord() {
    String[] command =
        Stream.of(
                Stream.of("systemd-analyze", "verify", "--man=no"),
                services().stream().map(name -> "./" + name),
                timers().stream().map(name -> "./" + name))
            .flatMap(words -> words)
            .toArray(String[]::new);

    ToolRun run = ToolRun.in(units, command);

    assertThat(run.said()).isBlank();
    assertThat(run.exit()).isZero();
  }

  @ParameterizedTest
  @MethodSource("services")
  void everyServiceMayDoLittle(String service) {
    ToolRun run =
        ToolRun.in(
            units,
            "systemd-analyze",
            "security",
            "--no-pager",
            "--offline=true",
            "--threshold=" + TOO_EXPOSED,
            "./" + service);

    assertThat(run.said()).contains("Overall exposure level for " + service);
    assertThat(run.exit()).as(run.said()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "backup       | *-*-* 23:00:00 UTC     | true",
        "train        | *-*-* 01:00:00 UTC     | true",
        "drill        | *-*-* 03:00:00 UTC     | true",
        "cleanup      | Sun *-*-* 05:00:00 UTC | true",
        "certificates | *-*-01 04:00:00 UTC    | true",
        "audit        | Mon *-*-* 06:00:00 UTC | true",
        "health       | *:0/5                  | false"
      })
  void timersKeepTheHoursOfTheDocumentation(String name, String calendar, boolean persistent) {
    String timer = MonitoringTree.text(SOURCE.resolve("almanac-" + name + ".timer"));

    assertThat(timer).contains("\nOnCalendar=" + calendar + "\n");
    assertThat(timer.contains("\nPersistent=true\n")).isEqualTo(persistent);
    assertThat(SOURCE.resolve("almanac-" + name + ".service")).exists();
    assertThat(timers()).hasSize(7);
  }

  @Test
  void logrotateKeepsWhatWasWrittenAndBeginsAnew(@TempDir Path logs) throws IOException {
    Path log = Files.writeString(logs.resolve("health.log"), "all is well\n");
    String user = ToolRun.of("id", "-un").said().strip();
    String group = ToolRun.of("id", "-gn").said().strip();
    Path configuration =
        Files.writeString(
            logs.resolve("monitoring"),
            MonitoringTree.text(MonitoringTree.MONITORING.resolve("logrotate/monitoring"))
                .replace("/var/log/monitoring", logs.toString())
                .replace("root adm", user + " " + group)
                .replace("/usr/lib/rsyslog/rsyslog-rotate", "/bin/true"));
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));

    ToolRun run =
        ToolRun.of(
            "/usr/sbin/logrotate",
            "--force",
            "--state=" + logs.resolve("state"),
            configuration.toString());

    assertThat(run.exit()).as(run.said()).isZero();
    assertThat(log).isEmptyFile();
    assertThat(MonitoringTree.files(logs, "").stream().map(file -> file.getFileName().toString()))
        .anyMatch(name -> name.matches("health\\.log-\\d{8}"));
  }
}
