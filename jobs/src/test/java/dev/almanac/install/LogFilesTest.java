package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What services say, on its way to {@code /var/log/monitoring}: by rsyslog and logrotate. */
class LogFilesTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Path MONITORING = NspawnMachine.HOME.resolve("monitoring");

  @TempDir private Path folder;
  private Path logs;
  private Process rsyslog;

  /** With the rules that are installed, and a socket of its own in place of the journal's. */
  @BeforeEach
  void startRsyslog() throws IOException {
    logs = Files.createDirectory(folder.resolve("logs"));
    String group = Files.getAttribute(logs, "posix:group").toString();
    Path rules =
        Files.writeString(
            folder.resolve("30-monitoring.conf"),
            Files.readString(MONITORING.resolve("rsyslog/30-monitoring.conf"))
                .replace(LogFiles.FOLDER, logs.toString())
                .replace("\"adm\"", '"' + group + '"'));
    Path configuration =
        Files.writeString(
            folder.resolve("rsyslog.conf"),
            """
            global(workDirectory="%1$s")
            module(load="imuxsock" SysSock.Use="off")
            input(type="imuxsock" Socket="%1$s/log" UseSpecialParser="on")
            include(file="%2$s")
            action(type="omfile" file="%1$s/everything")
            """
                .formatted(folder, rules));
    rsyslog =
        new ProcessBuilder(
                "/usr/sbin/rsyslogd", "-n", "-f", configuration + "", "-i", folder + "/pid")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    Await.until("rsyslog listens", PATIENCE, () -> Files.exists(folder.resolve("log")));
  }

  @AfterEach
  void stopRsyslog() {
    rsyslog.destroy();
    rsyslog.onExit().join();
    assertThat(folder.resolve("said")).isEmptyFile();
  }

  /** As systemd hands on what a service writes. */
  private void says(String program, String line) {
    says(program, "info", line);
  }

  /** As it hands on a line that the service marked. */
  private void says(String program, String level, String line) {
    Machine.run(
            "logger",
            "--socket",
            folder + "/log",
            "--priority",
            "daemon." + level,
            "-t",
            program,
            line)
        .orFail("");
  }

  private List<String> lines(String name) {
    Path file = folder.resolve(name);
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitLine(String name, String line) {
    Await.until(
        name + " has " + line,
        PATIENCE,
        () -> lines(name).stream().anyMatch(found -> found.endsWith(line)));
  }

  @Test
  void everyServiceHasAFileOfItsOwnAndNobodyElseHas() throws IOException {
    for (String unit : LogFiles.units()) {
      says(unit, "this is " + unit);
    }
    says("sshd", "this is none of ours");

    for (String unit : LogFiles.units()) {
      awaitLine("logs/" + unit + ".log", " INFO this is " + unit);
      assertThat(lines("logs/" + unit + ".log")).hasSize(1);
      Path file = logs.resolve(unit + ".log");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
    }
    awaitLine("everything", "sshd: this is none of ours");
    awaitLine("everything", "almanac-backup: this is almanac-backup");
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files).hasSize(LogFiles.units().size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ERROR | ts=2026-11-26T22:00:00.123Z caller=main.go:9 level=error msg=\"no block\"",
        "WARN  | ts=2026-11-26T22:00:00.123Z caller=main.go:9 level=warn msg=\"slow\"",
        "DEBUG | time=2026-11-26T22:00:00.123Z level=DEBUG source=main.go:9 msg=\"asked\"",
        "INFO  | ts=2026-11-26T22:00:00.123Z caller=main.go:9 level=info msg=\"the error is gone\"",
        "ERROR | 2026-11-26T22:00:00.123Z ERROR ScoreJob it broke",
        "WARN  | 2026-11-26T22:00:00.123Z WARN  ScoreJob it is slow",
        "DEBUG | 2026-11-26T22:00:00.123Z DEBUG ScoreJob it was asked",
        "INFO  | 2026-11-26T22:00:00.123Z INFO  ScoreJob it tells of an ERROR that is gone",
        "ERROR | panic: runtime error: index out of range",
        "ERROR | fatal error: concurrent map writes",
        "ERROR | Exception in thread \"main\" java.lang.NoClassDefFoundError",
        "ERROR | almanac: s3://bucket cannot be reached",
        "INFO  | backed up 12 series"
      })
  void aLineHasTheTimeAndTheLevelThatItsProgramGaveIt(String level, String line) {
    says("prometheus", line);

    awaitLine("logs/prometheus.log", line);
    assertThat(lines("logs/prometheus.log").get(0))
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}\\+00:00 .*")
        .endsWith("+00:00 " + level + " " + line);
  }

  @ParameterizedTest
  @CsvSource({"err, ERROR", "warning, WARN", "info, INFO", "debug, DEBUG"})
  void aLineOfAStackTraceHasTheLevelThatItIsMarkedWith(String mark, String level) {
    says("ml-scoring", mark, "\tat dev.almanac.jobs.ScoreJob.run(ScoreJob.java:7)");

    awaitLine(
        "logs/ml-scoring.log", level + "     at dev.almanac.jobs.ScoreJob.run(ScoreJob.java:7)");
  }

  @Test
  void rotationKeepsWhatWasWrittenAndRsyslogGoesOnInANewFile() throws IOException {
    says("prometheus", "before");
    awaitLine("logs/prometheus.log", " INFO before");
    Files.writeString(logs.resolve("audit.jsonl"), "{}\n");
    String user = Files.getAttribute(logs, "posix:owner").toString();
    String group = Files.getAttribute(logs, "posix:group").toString();
    Path configuration =
        Files.writeString(
            folder.resolve("logrotate"),
            Files.readString(MONITORING.resolve("logrotate/monitoring"))
                .replace(LogFiles.FOLDER, logs.toString())
                .replace("root adm", user + " " + group)
                .replace("/usr/lib/rsyslog/rsyslog-rotate", "kill -HUP " + rsyslog.pid())
                .replace("/run/nginx.pid", folder + "/nginx.pid"));
    Files.setPosixFilePermissions(configuration, PosixFilePermissions.fromString("rw-r--r--"));

    Machine.run("/usr/sbin/logrotate", "--force", "--state", folder + "/state", configuration + "")
        .orFail("");

    Await.until(
        "rsyslog writes to the new file",
        PATIENCE,
        () -> {
          says("prometheus", "after");
          return lines("logs/prometheus.log").stream().anyMatch(line -> line.endsWith(" after"));
        });
    assertThat(lines("logs/prometheus.log")).noneMatch(line -> line.endsWith(" before"));
    try (Stream<Path> files = Files.list(logs)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .anyMatch(name -> name.matches("prometheus\\.log-\\d{8}"))
          .anyMatch(name -> name.matches("audit\\.jsonl-\\d{8}"));
    }
  }
}
