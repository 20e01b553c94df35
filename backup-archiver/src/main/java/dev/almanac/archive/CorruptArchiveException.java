package dev.almanac.archive;

/**
 * A file of the archive that is not what Almanac would have written. The message says which file,
 * what in it, what was expected there and what was found.
 */
public final class CorruptArchiveException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CorruptArchiveException(String file, String what, String expected, String found) {
    super(message(file, what, expected, found));
  }

  CorruptArchiveException(
      String file, String what, String expected, String found, Throwable cause) {
    super(message(file, what, expected, found), cause);
  }

  private static String message(String file, String what, String expected, String found) {
    return file + ": " + what + ": expected " + expected + ", found " + found;
  }
}
