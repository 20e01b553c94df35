package dev.almanac.install;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The files of {@code /var/log/monitoring} on a machine that runs. */
record InstalledLogs(NspawnMachine machine) {

  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private static final String LINE = "[-0-9]{10}T[0-9:.]{15}\\+00:00 (ERROR|WARN|INFO|DEBUG) .*";

  private Path log(String name) {
    return machine.path(LogFiles.FOLDER + "/" + name + ".log");
  }

  String text(String unit) throws IOException {
    return Files.readString(log(unit));
  }

  private static boolean hasLines(Path log) {
    try {
      return Files.size(log) > 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of a unit has lines with time and level, and the journal has the same. */
  void holdWhatItSaid(String unit) throws IOException {
    Path log = log(unit);
    Await.until(log + " has lines", PATIENCE, () -> hasLines(log));
    List<String> lines = Files.readAllLines(log);
    assertThat(lines).allMatch(line -> line.matches(LINE));
    assertThat(machine.run("stat", "-c", "%U:%G %a", LogFiles.FOLDER + "/" + unit + ".log").out())
        .isEqualTo("root:adm 640\n");
    assertThat(machine.run("journalctl", "--no-pager", "--output=cat", "-u", unit).out())
        .contains(lines.get(0).replaceFirst("^\\S+ \\S+ ", ""));
  }

  /** Who could make a link there would choose what is written to as root. */
  void areOutOfReachOf(String user) {
    for (String command : List.of("ln -s /etc/passwd new.log", "rm prometheus.log")) {
      String shell = "cd " + LogFiles.FOLDER + "; " + command;
      assertThat(machine.run("runuser", "-u", user, "--", "sh", "-c", shell).out())
          .contains("Permission denied");
    }
  }

  /** What nginx said of requests and of passwords that were wrong, in its own files. */
  void holdWhatNginxSaid() throws IOException {
    assertThat(Files.readAllLines(log("nginx-access")))
        .anyMatch(
            line ->
                line.matches(
                    "[-0-9]{10}T[0-9:]{8}\\+00:00 WARN \\S+ operator \"GET /prometheus/.* 401 .*"))
        .anyMatch(line -> line.matches("\\S+ INFO \\S+ operator \"GET /alertmanager/api.* 200 .*"));
    assertThat(text("nginx-error")).contains("[error]").contains("password mismatch");
    assertThatNginxOwnsItsFiles();
  }

  /** Each line of what Almanac says of a failure is an error, to the journal too. */
  void holdStackTracesAsErrors() throws IOException {
    String name = "almanac-train";
    String last = "at dev.almanac.jobs.Almanac.main(";
    machine.run(
        "systemd-run",
        "--wait",
        "--quiet",
        "--property=SyslogIdentifier=" + name,
        "/opt/almanac/almanac",
        "--debug",
        "inspect",
        "--archive",
        "/nowhere",
        "latest");
    Await.until(
        name + ".log has a stack trace",
        PATIENCE,
        () -> machine.run("grep", "-F", last, LogFiles.FOLDER + "/" + name + ".log").ok());
    assertThat(text(name).lines().filter(line -> line.contains(" at dev.almanac.")))
        .allMatch(line -> line.matches("\\S+ ERROR     at .*"));
    assertThat(machine.run("journalctl", "--no-pager", "-o", "cat", "-p", "err", "-t", name).out())
        .startsWith("almanac: ")
        .contains("\n\t" + last);
  }

  private void assertThatNginxOwnsItsFiles() {
    String files = LogFiles.NGINX + "access.log " + LogFiles.NGINX + "error.log";
    assertThat(machine.run("sh", "-c", "stat -c '%U:%G %a' " + files).out())
        .isEqualTo("www-data:adm 640\nwww-data:adm 640\n");
  }

  /** By rsyslog, by a service that writes its own, and by nginx, which is told. */
  void goOnAfterRotation() {
    machine.run("logrotate", "--force", "/etc/logrotate.d/monitoring").orFail("see above");
    machine.run("systemctl", "reload", "prometheus").orFail("");
    machine.run("systemctl", "start", "almanac-health").orFail("");
    for (String name : List.of("prometheus", "almanac-health", "health")) {
      Await.until(name + ".log has new lines", PATIENCE, () -> hasLines(log(name)));
    }
    Await.until(
        "nginx writes to the new file",
        PATIENCE,
        () -> {
          machine.run("curl", "-sk", "https://127.0.0.1/prometheus/");
          return hasLines(log("nginx-access"));
        });
    assertThatNginxOwnsItsFiles();
  }
}
