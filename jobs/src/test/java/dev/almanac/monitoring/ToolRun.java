package dev.almanac.monitoring;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * One run of a program that comes to its end by itself.
 *
 * @param said what it said on both of its outputs
 */
record ToolRun(int exit, String said) {

  /** Runs it in the tree's root. */
  static ToolRun of(String... command) {
    return in(MonitoringTree.ROOT, command);
  }

  static ToolRun in(Path directory, String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new ToolRun(process.waitFor(), said);
    } catch (IOException e) {
      throw new AssertionError(
          "cannot run " + List.of(command) + ": ./main.sh test installs what the tests need", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
