package dev.almanac.jobs;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder of Flink's checkpoints and savepoints, used by one job at a time. */
final class Checkpoints implements AutoCloseable {

  /** Flink writes it last: what has it is whole. */
  private static final String METADATA = "_metadata";

  /** {@code <job>/chk-7/_metadata} is the deepest. */
  private static final int DEPTH = 3;

  private final Path folder;
  private final FileChannel lock;

  private Checkpoints(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Opens a folder, which is made where it is not there.
   *
   * @throws IOException where another job has it
   */
  static Checkpoints open(Path folder) throws IOException {
    Path absolute = Files.createDirectories(folder).toAbsolutePath();
    FileChannel lock =
        FileChannel.open(
            absolute.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return new Checkpoints(absolute, lock);
      }
    } catch (OverlappingFileLockException e) {
      // Another one in this very JVM.
    }
    lock.close();
    throw new IOException(
        folder + " is in use by another 'almanac watch'; give each a folder of its own");
  }

  Path folder() {
    return folder;
  }

  /** The newest one that is whole, to go on from. */
  Optional<Path> newest() throws IOException {
    try (Stream<Path> files = Files.walk(folder, DEPTH)) {
      List<Path> whole =
          files.filter(file -> file.getFileName().toString().equals(METADATA)).toList();
      record Aged(Path path, FileTime at) {}
      Stream.Builder<Aged> aged = Stream.builder();
      for (Path metadata : whole) {
        aged.add(new Aged(metadata.getParent(), Files.getLastModifiedTime(metadata)));
      }
      return aged.build().max(Comparator.comparing(Aged::at)).map(Aged::path);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
