package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/** A temporary folder that goes with all in it, when it is closed or when Ctrl-C ends the JVM. */
final class WorkFolder implements AutoCloseable {

  private final Path path;
  private final Thread atExit;

  private WorkFolder(Path path) {
    this.path = path;
    atExit = new Thread(() -> FileUtils.deleteDirectoryQuietly(path.toFile()), "delete " + path);
  }

  static WorkFolder create() throws IOException {
    WorkFolder folder = new WorkFolder(Files.createTempDirectory("almanac-bench-"));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  /**
   * The same within a folder, for files that are linked instead of copied, or that other machines
   * reach.
   */
  static WorkFolder create(Path parent) throws IOException {
    WorkFolder folder = new WorkFolder(Files.createTempDirectory(parent, ".almanac-work-"));
    Runtime.getRuntime().addShutdownHook(folder.atExit);
    return folder;
  }

  Path path() {
    return path;
  }

  /** Removes a folder within. */
  static void delete(Path folder) throws IOException {
    FileUtils.deleteDirectory(folder.toFile());
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(atExit);
    FileUtils.deleteDirectory(path.toFile());
  }
}
