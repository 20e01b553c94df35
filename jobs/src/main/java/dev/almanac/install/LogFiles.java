package dev.almanac.install;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of {@code /var/log/monitoring}, made before anybody writes to them: in a folder that is
 * root's no service could. Rotation keeps their owners.
 */
record LogFiles(Machine machine) {

  static final String FOLDER = "/var/log/monitoring";

  /** What rsyslog goes by. */
  static final String RULES = "/etc/rsyslog.d/30-monitoring.conf";

  /** The group that reads logs on Debian and Ubuntu. */
  static final String READERS = "adm";

  /** What the names of nginx's own logs begin with, which it writes itself. */
  static final String NGINX = FOLDER + "/nginx-";

  /** As whom nginx works: it opens its logs as root, and anew, once they are rotated, as him. */
  private static final String NGINX_WORKER = "www-data";

  /** The user that rsyslog becomes on Ubuntu; on Debian it stays root. */
  private static final String UBUNTU_WRITER = "syslog";

  /** The units of which rsyslog keeps what they say, without the ending: each has its file. */
  static List<String> units() {
    return Stream.concat(
            Arrays.stream(Service.values()).filter(service -> !service.shared()).map(Service::unit),
            Systemd.TIMERS.stream().map(timer -> timer.replace(".timer", "")))
        .toList();
  }

  List<PlacedFile> files() {
    List<PlacedFile> files = new ArrayList<>();
    Owner rsyslog = new Owner(writer(), READERS, 0640);
    units().forEach(unit -> files.add(empty(FOLDER + "/" + unit + ".log", rsyslog)));
    for (String name : List.of("access.log", "error.log")) {
      files.add(empty(NGINX + name, new Owner(NGINX_WORKER, READERS, 0640)));
    }
    files.add(empty(FOLDER + "/health.log", new Owner(Accounts.USER, READERS, 0640)));
    // Who changed what by the ML API, and who was refused: for its owner alone.
    files.add(empty(FOLDER + "/audit.jsonl", new Owner(Accounts.USER, READERS, 0600)));
    return files;
  }

  private static PlacedFile empty(String path, Owner owner) {
    return PlacedFile.of(path, "", owner).kept();
  }

  private String writer() {
    return machine.live() && Machine.run("getent", "passwd", UBUNTU_WRITER).ok()
        ? UBUNTU_WRITER
        : "root";
  }
}
