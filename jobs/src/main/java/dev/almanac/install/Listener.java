package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A program that listens on a port, as the kernel tells.
 *
 * @param pid 0 where it cannot be told
 * @param command its command line
 * @param groups its control groups, in which systemd names the unit
 */
record Listener(long pid, String command, String groups) {

  private static final String LISTENS = "0A";

  /** Whoever listens on a TCP port, on whatever address. */
  static Optional<Listener> of(int port) throws IOException {
    String ending = String.format(":%04X", port);
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      Path file = Path.of(table);
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          String[] words = line.strip().split("\\s+", -1);
          if (words.length > 9 && words[1].endsWith(ending) && words[3].equals(LISTENS)) {
            return Optional.of(ofSocket("socket:[" + words[9] + "]"));
          }
        }
      }
    }
    return Optional.empty();
  }

  private static Listener ofSocket(String socket) throws IOException {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      for (Path process : entries.filter(entry -> isNumber(entry)).toList()) {
        if (has(process, socket)) {
          return new Listener(
              Long.parseLong(process.getFileName().toString()),
              read(process.resolve("cmdline")).replace('\0', ' ').strip(),
              read(process.resolve("cgroup")));
        }
      }
    }
    return new Listener(0, "a program of another user or container", "");
  }

  private static boolean isNumber(Path entry) {
    return entry.getFileName().toString().matches("\\d+");
  }

  private static boolean has(Path process, String socket) {
    try (Stream<Path> open = Files.list(process.resolve("fd"))) {
      for (Path descriptor : open.toList()) {
        if (Files.readSymbolicLink(descriptor).toString().equals(socket)) {
          return true;
        }
      }
    } catch (IOException e) {
      return false; // it has ended since, or is somebody else's
    }
    return false;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }

  /** By its unit; where no systemd is, by its program. */
  boolean isOf(Service service) {
    return groups.contains("/" + service.unit() + ".service")
        || (!Machine.THIS.hasSystemd() && command.contains(service.program()));
  }

  @Override
  public String toString() {
    String shown = command.length() > 100 ? command.substring(0, 100) + "…" : command;
    return pid == 0 ? shown : "process " + pid + " (" + shown + ")";
  }
}
