package dev.almanac.audit;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What runs, as the kernel tells it. Processes may end while they are looked at. */
final class Processes {

  private final Path proc;

  Processes(Path proc) {
    this.proc = proc;
  }

  /**
   * A process.
   *
   * @param user the number of the user it runs as
   * @param command its words, the program first
   */
  record Running(String pid, long user, List<String> command) {

    /** The program's name without its folder; nginx writes what it does into its own first word. */
    String program() {
      String first = command.isEmpty() ? "" : command.get(0).split(": ", 2)[0];
      return first.substring(first.lastIndexOf('/') + 1);
    }
  }

  List<Running> all() throws IOException {
    List<Running> running = new ArrayList<>();
    for (Path folder : folders()) {
      Optional<Running> one = read(folder);
      one.filter(process -> !process.command().isEmpty()).ifPresent(running::add);
    }
    return running;
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> files = Files.list(proc)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d+")).sorted().toList();
    }
  }

  private static Optional<Running> read(Path folder) throws IOException {
    try {
      long user = -1;
      for (String line : Files.readAllLines(folder.resolve("status"))) {
        if (line.startsWith("Uid:")) {
          // Real, effective, saved, of the file system: the effective one counts.
          user = Long.parseLong(line.split("\\s+", -1)[2]);
        }
      }
      List<String> command =
          Stream.of(Files.readString(folder.resolve("cmdline")).split("\0"))
              .filter(word -> !word.isEmpty())
              .toList();
      return Optional.of(new Running(folder.getFileName().toString(), user, command));
    } catch (IOException e) {
      return gone(e);
    }
  }

  private static <T> Optional<T> gone(IOException e) throws IOException {
    // The kernel says "no such process" where it ended while its file was open.
    boolean ended =
        e instanceof NoSuchFileException
            || (e.getMessage() != null && e.getMessage().contains("No such process"));
    if (!ended) {
      throw e;
    }
    return Optional.empty();
  }

  /** The name of the process that holds a socket; empty where this user may not know. */
  Optional<String> holder(String inode) throws IOException {
    String socket = "socket:[" + inode + "]";
    for (Path folder : folders()) {
      try (Stream<Path> files = Files.list(folder.resolve("fd"))) {
        for (Path file : files.toList()) {
          if (leadsTo(file, socket)) {
            return Optional.of(Files.readString(folder.resolve("comm")).strip());
          }
        }
      } catch (IOException e) {
        // Somebody else's sockets only root sees.
        if (!(e instanceof AccessDeniedException)) {
          gone(e);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean leadsTo(Path link, String target) throws IOException {
    try {
      return Files.readSymbolicLink(link).toString().equals(target);
    } catch (FileSystemException e) {
      gone(e);
      return false;
    }
  }
}
