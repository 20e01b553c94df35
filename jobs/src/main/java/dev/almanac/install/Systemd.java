package dev.almanac.install;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What systemd says of units, and what it is asked to do with them. */
final class Systemd {

  /** The timers of the nightly and weekly work. */
  static final List<String> TIMERS =
      List.of(
          "almanac-backup.timer",
          "almanac-train.timer",
          "almanac-drill.timer",
          "almanac-cleanup.timer",
          "almanac-health.timer",
          "almanac-certificates.timer",
          "almanac-audit.timer");

  private Systemd() {}

  /** Properties of a unit by their names; what is not known is not in it. */
  static Map<String, String> properties(String unit, String... names) {
    Ran ran = Machine.run("systemctl", "show", "--property=" + String.join(",", names), unit);
    Map<String, String> found = new LinkedHashMap<>();
    if (ran.ok()) {
      ran.out()
          .lines()
          .filter(line -> line.contains("="))
          .forEach(
              line ->
                  found.put(
                      line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    }
    return found;
  }

  static boolean isActive(String unit) {
    return "active".equals(properties(unit, "ActiveState").get("ActiveState"));
  }

  static boolean isThere(String unit) {
    return "loaded".equals(properties(unit, "LoadState").get("LoadState"));
  }

  static boolean isEnabled(String unit) {
    return "enabled".equals(properties(unit, "UnitFileState").get("UnitFileState"));
  }

  /** Whether files of a unit were changed since systemd read them. */
  static boolean isOutdated(String unit) {
    return "yes".equals(properties(unit, "NeedDaemonReload").get("NeedDaemonReload"));
  }

  /**
   * When it started, or last read its files anew; of a unit that does not run, the distant past.
   */
  static Instant changedAt(String unit) {
    String property = "StateChangeTimestampMonotonic";
    long micros = Long.parseLong(properties(unit, property).getOrDefault(property, "0"));
    // The clock that systemd means is the one that the JVM counts nanoseconds by.
    long ago = System.nanoTime() - micros * 1000;
    return micros == 0 ? Instant.EPOCH : Instant.now().minusNanos(ago);
  }

  /** Does something to a unit, or to systemd itself where none is named. */
  static void ask(String verb, String... words) {
    String[] command = new String[words.length + 2];
    command[0] = "systemctl";
    command[1] = verb;
    System.arraycopy(words, 0, command, 2, words.length);
    String last = words.length == 0 ? "" : words[words.length - 1];
    Machine.run(command)
        .orFail(
            "See 'systemctl status %s' and 'journalctl -u %s -n 50', then run the installation again."
                .formatted(last, last));
  }
}
