package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What systemd would run, as commands for a machine where it does not. */
record Foreground(Machine machine) {

  private static final List<String> FOLDERS =
      List.of("/etc/systemd/system", "/lib/systemd/system", "/usr/lib/systemd/system");

  /** A command for each service, and for the work of each timer, with its hour. */
  List<String> commands(List<Service> services) throws IOException {
    List<String> commands = new ArrayList<>();
    for (Service service : services) {
      if (service == Service.NGINX) {
        commands.add("nginx -g 'daemon off;'");
      } else if (service != Service.RSYSLOG) { // in the foreground the terminal has what they say
        commands.addAll(commands(service.unit() + ".service"));
      }
    }
    for (String timer : Systemd.TIMERS) {
      String when =
          lines(timer).filter(line -> line.startsWith("OnCalendar=")).findFirst().orElse("");
      for (String command : commands(timer.replace(".timer", ".service"))) {
        commands.add(command + "    # " + when.replace("OnCalendar=", ""));
      }
    }
    return commands;
  }

  private List<String> commands(String unit) throws IOException {
    String user = value(unit, "User=").orElse("root");
    String before =
        value(unit, "EnvironmentFile=")
            .map(file -> "set -a; . " + file.replaceFirst("^-", "") + "; ")
            .orElse("");
    return lines(unit)
        .filter(line -> line.startsWith("ExecStart="))
        .map(line -> line.substring("ExecStart=".length()))
        .map(command -> "bash -c '%sexec runuser -u %s -- %s'".formatted(before, user, command))
        .toList();
  }

  private Optional<String> value(String unit, String key) throws IOException {
    return lines(unit)
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()))
        .findFirst();
  }

  private Stream<String> lines(String unit) throws IOException {
    for (String folder : FOLDERS) {
      Path file = machine.path(folder + "/" + unit);
      if (Files.exists(file)) {
        return Files.readAllLines(file).stream();
      }
    }
    return Stream.empty();
  }
}
