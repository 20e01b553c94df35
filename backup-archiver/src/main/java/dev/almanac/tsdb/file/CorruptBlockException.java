package dev.almanac.tsdb.file;

import java.nio.file.Path;

/**
 * A block that is not what Prometheus would have written. The message says which file, where in it,
 * what was expected there and what was found.
 */
public final class CorruptBlockException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * @param file the file, shown from the block's directory on
   * @param offset where in the file, in bytes from its beginning
   * @param expected what the format asks for
   * @param found what is there
   */
  public CorruptBlockException(Path file, long offset, String expected, String found) {
    super(place(file) + " @ " + offset + ": expected " + expected + ", found " + found);
  }

  public CorruptBlockException(Path file, String expected, String found) {
    super(place(file) + ": expected " + expected + ", found " + found);
  }

  /** From the block's ULID on: {@code 01J…/chunks/000003}. */
  private static String place(Path file) {
    Path path = file.toAbsolutePath().normalize();
    for (int i = path.getNameCount() - 1; i >= 0; i--) {
      if (path.getName(i).toString().matches("[0-7][0-9A-HJKMNP-TV-Z]{25}")) {
        return path.subpath(i, path.getNameCount()).toString();
      }
    }
    return path.toString();
  }
}
