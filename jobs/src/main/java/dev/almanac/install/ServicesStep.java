package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Services and timers, enabled and running with the files that are there now.
 *
 * @param services which of them are wanted
 * @param reads what each reads when it starts, by the names of the services: files and folders
 */
record ServicesStep(Machine machine, List<Service> services, Map<Service, List<String>> reads)
    implements Step {

  @Override
  public String name() {
    return "services";
  }

  @Override
  public List<Change> changes() throws IOException {
    List<Change> changes = new ArrayList<>();
    List<String> units = new ArrayList<>();
    services.forEach(service -> units.add(service.unit() + ".service"));
    units.addAll(Systemd.TIMERS);
    if (units.stream().anyMatch(unit -> !Systemd.isThere(unit) || Systemd.isOutdated(unit))) {
      changes.add(
          Change.of("let systemd read the units again", () -> Systemd.ask("daemon-reload")));
    }
    for (String unit : units) {
      if (!Systemd.isEnabled(unit)) {
        changes.add(Change.of("enable " + unit, () -> Systemd.ask("enable", "--quiet", unit)));
      }
    }
    for (Service service : services) {
      change(service, service.unit() + ".service", changes);
    }
    for (String timer : Systemd.TIMERS) {
      if (!Systemd.isActive(timer)) {
        changes.add(Change.of("start " + timer, () -> Systemd.ask("start", timer)));
      } else if (youngest(List.of("/etc/systemd/system/" + timer))
          .isAfter(Systemd.changedAt(timer))) {
        changes.add(Change.of("restart " + timer, () -> Systemd.ask("restart", timer)));
      }
    }
    return changes;
  }

  private void change(Service service, String unit, List<Change> changes) throws IOException {
    if (!Systemd.isActive(unit)) {
      changes.add(
          Change.of(
              "start " + unit,
              () -> {
                // One that failed too often lately is not started by a mere start.
                Machine.run("systemctl", "reset-failed", unit);
                Systemd.ask("start", unit);
              }));
    } else if (youngest(reads.getOrDefault(service, List.of())).isAfter(Systemd.changedAt(unit))) {
      String how = service == Service.NGINX ? "reload" : "restart";
      changes.add(
          Change.of(how + " " + unit + ": its files are newer", () -> Systemd.ask(how, unit)));
    }
  }

  private Instant youngest(List<String> paths) throws IOException {
    Instant youngest = Instant.EPOCH;
    for (String path : paths) {
      Path place = machine.path(path);
      if (Files.exists(place)) {
        try (Stream<Path> walk = Files.walk(place)) {
          for (Path file : walk.filter(Files::isRegularFile).toList()) {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            youngest = written.isAfter(youngest) ? written : youngest;
          }
        }
      }
    }
    return youngest;
  }
}
