package dev.almanac.jobs.bench;

import java.io.IOException;

/** Numbers in files of others. */
final class CsvNumbers {

  private CsvNumbers() {}

  /**
   * Reads a number.
   *
   * @param where the file and line, for the message
   */
  static double parse(String cell, String where) throws IOException {
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      throw new IOException(where + ": a number expected, found " + cell, e);
    }
  }
}
