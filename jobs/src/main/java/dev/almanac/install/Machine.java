package dev.almanac.install;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The machine that is installed on: its files and its programs.
 *
 * @param root what stands for {@code /}
 */
record Machine(Path root) {

  /** This machine. */
  static final Machine THIS = new Machine(Path.of("/"));

  /**
   * Whether users, packages and services are this machine's own, and not only files in a folder.
   */
  boolean live() {
    return root.equals(Path.of("/"));
  }

  /** Whether systemd runs, and so services and timers can be. */
  boolean hasSystemd() {
    return live() && Files.isDirectory(Path.of("/run/systemd/system"));
  }

  /** Where a path of the installed machine is to be found. */
  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /** Runs a program to its end. */
  static Ran run(String... command) {
    return run(List.of(command), Map.of(), "");
  }

  /**
   * Runs a program to its end.
   *
   * @param in what it reads: secrets go here, for everybody sees a command line
   */
  static Ran run(List<String> command, Map<String, String> environment, String in) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try (OutputStream to = process.getOutputStream()) {
        to.write(in.getBytes(StandardCharsets.UTF_8));
      } catch (IOException e) {
        // It did not wait for all of it; what it made of that it tells.
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ran(command, process.waitFor(), out);
    } catch (IOException e) {
      throw new InstallException("cannot run '" + command.get(0) + "': " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallException("interrupted while '" + command.get(0) + "' ran", e);
    }
  }
}
