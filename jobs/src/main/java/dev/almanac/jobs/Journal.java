package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * systemd's journal at the end of standard error. It takes every line for information, unless the
 * line says otherwise: {@code <3>} for an error, as {@code sd-daemon(3)} has it.
 */
final class Journal {

  /** By which systemd names the stream that leads to the journal: {@code DEVICE:INODE}. */
  static final String VARIABLE = "JOURNAL_STREAM";

  /** The start of each line that has anything in it: there log4j2.properties puts the level. */
  private static final String LINE = "(?m)^(?=.)";

  private static final String ERROR = "<3>";

  private Journal() {}

  /**
   * Whether the journal is at the end of a stream of this process, and not of one that only got its
   * environment.
   *
   * @param named what {@link #VARIABLE} says, or null
   */
  static boolean isAtTheEndOf(Path stream, String named) {
    if (named == null) {
      return false;
    }
    try {
      Map<String, Object> found = Files.readAttributes(stream, "unix:dev,ino");
      return named.equals(found.get("dev") + ":" + found.get("ino"));
    } catch (IOException e) {
      return false; // closed: nobody listens
    }
  }

  /** Has log records say their level on each of their lines; before the first is written. */
  static void markRecords() {
    System.setProperty("almanac.journal.line", LINE);
  }

  /** An error as the journal knows it, of however many lines. */
  static String error(String text) {
    return text.replaceAll(LINE, ERROR);
  }
}
