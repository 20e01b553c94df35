package dev.almanac.backup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder for files on their way into the store; it and all in it go when it is closed. */
final class ScratchFolder implements AutoCloseable {

  private final Path path;

  private ScratchFolder(Path path) {
    this.path = path;
  }

  static ScratchFolder create() {
    try {
      return new ScratchFolder(Files.createTempDirectory("almanac-"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no scratch folder can be made in "
              + System.getProperty("java.io.tmpdir")
              + "; set another with -Djava.io.tmpdir",
          e);
    }
  }

  /** A folder in another, so that its files can be moved into that one's other folders. */
  static ScratchFolder in(Path parent) throws IOException {
    return new ScratchFolder(Files.createTempDirectory(parent, ".almanac-"));
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      List<Path> deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("scratch folder " + path + " cannot be removed", e);
    }
  }
}
