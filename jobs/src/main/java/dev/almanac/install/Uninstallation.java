package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Undoes an installation, but for data, secrets, what operators wrote, and packages. */
final class Uninstallation implements Step {

  /** What stays, for whoever installs again or looks for his history. */
  static final List<String> KEPT =
      List.of(
          "/var/lib/prometheus: Prometheus's data",
          "/var/lib/almanac: what scoring remembers",
          "/var/log/monitoring: logs",
          "/etc/almanac: configuration, secrets, the certificate authority",
          "/etc/prometheus/targets: what is scraped",
          "the packages of the distribution, and the user almanac");

  private final Machine machine;
  private final List<PlacedFile> files;

  Uninstallation(Machine machine, List<PlacedFile> files) {
    this.machine = machine;
    this.files = files;
  }

  @Override
  public String name() {
    return "uninstall";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    if (machine.hasSystemd()) {
      services(changes);
    }
    Path link = machine.path(NginxFiles.ENABLED);
    if (Files.exists(link, LinkOption.NOFOLLOW_LINKS)) {
      changes.add(Change.of("remove " + NginxFiles.ENABLED, () -> Files.delete(link)));
    }
    for (PlacedFile file : files) {
      if (!file.keep() && !file.path().startsWith("/etc/almanac/")) {
        FilesStep.undo(file, machine).ifPresent(changes::add);
      }
    }
    HostsStep hosts = new HostsStep(machine, List.of());
    if (hosts.isWritten()) {
      changes.add(Change.of("take the names of the monitoring out of /etc/hosts", hosts::remove));
    }
    Path hash = machine.path(Secrets.HTPASSWD);
    if (Files.exists(hash)) {
      changes.add(Change.of("remove " + Secrets.HTPASSWD, () -> Files.delete(hash)));
    }
    if (machine.hasSystemd() && !changes.isEmpty() && Systemd.isActive("nginx.service")) {
      changes.add(Change.of("reload nginx", () -> Systemd.ask("reload", "nginx.service")));
    }
    if (machine.hasSystemd() && !changes.isEmpty() && Systemd.isActive("rsyslog.service")) {
      changes.add(Change.of("restart rsyslog", () -> Systemd.ask("restart", "rsyslog.service")));
    }
    Path program = machine.path(ProgramStep.PLACE);
    if (Files.exists(program)) {
      changes.add(Change.of("remove " + ProgramStep.PLACE, () -> removeAll(program)));
    }
    if (machine.hasSystemd() && !changes.isEmpty()) {
      changes.add(
          Change.of("let systemd read the units again", () -> Systemd.ask("daemon-reload")));
    }
    return changes;
  }

  /** nginx and rsyslog may serve others too: they go on without our files. */
  private static void services(List<Change> changes) {
    List<String> units = new ArrayList<>(Systemd.TIMERS);
    for (Service service : Service.values()) {
      if (!service.shared()) {
        units.add(service.unit() + ".service");
      }
    }
    for (String unit : units) {
      if (Systemd.isThere(unit) && (Systemd.isActive(unit) || Systemd.isEnabled(unit))) {
        changes.add(
            Change.of(
                "stop and disable " + unit,
                () -> Systemd.ask("disable", "--quiet", "--now", unit)));
      }
    }
  }

  private static void removeAll(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
