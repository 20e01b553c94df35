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

  /** By rsyslog, and by a service that writes its own. */
  void goOnAfterRotation() {
    machine.run("logrotate", "--force", "/etc/logrotate.d/monitoring").orFail("see above");
    machine.run("systemctl", "reload", "prometheus").orFail("");
    machine.run("systemctl", "start", "almanac-health").orFail("");
    for (String name : List.of("prometheus", "almanac-health", "health")) {
      Await.until(name + ".log has new lines", PATIENCE, () -> hasLines(log(name)));
    }
  }
}
