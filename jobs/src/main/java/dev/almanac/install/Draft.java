package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A file that is made beside its place and moved there when it is whole: whatever ends the work
 * before, what is in the place is what was there.
 *
 * @param file where it is made; the same each time, so that none is left behind for long
 */
record Draft(Path place, Path file) implements AutoCloseable {

  /** What makes the file. */
  interface Making {
    void into(Path file) throws IOException;
  }

  /** The draft of a place whose folder is made where there is none. */
  static Draft of(Path place) throws IOException {
    Files.createDirectories(place.getParent());
    Path file = place.resolveSibling("." + place.getFileName() + ".new");
    Files.deleteIfExists(file); // of one that was killed
    return new Draft(place, file);
  }

  /** Makes a file, or a link, and puts it in its place. */
  static void place(Path place, Making making) throws IOException {
    try (Draft draft = of(place)) {
      making.into(draft.file());
      draft.move();
    }
  }

  /** Writes bytes into a file that nobody else may read yet. */
  static void write(Path file, byte[] bytes) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.write(file, bytes, StandardOpenOption.WRITE);
  }

  /** Puts it in its place. */
  void move() throws IOException {
    Files.move(file, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(file);
  }
}
