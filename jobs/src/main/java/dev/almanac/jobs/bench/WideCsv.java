package dev.almanac.jobs.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Series as the M4 competition publishes them: a heading, then a row for each with its name and its
 * values, which end with the row or with the first cell that is empty or {@code NA}.
 */
public final class WideCsv {

  private WideCsv() {}

  /**
   * Reads a file.
   *
   * @return values by name, in the file's order
   * @throws IOException where a cell is no number, a name comes twice, or there is no series at all
   */
  public static Map<String, double[]> read(Path file) throws IOException {
    Map<String, double[]> series = new LinkedHashMap<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.readLine();
      int number = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          String[] cells = line.split(",", -1);
          double[] values = values(cells, file + ":" + number);
          if (series.put(unquoted(cells[0]), values) != null) {
            throw new IOException(file + ":" + number + ": " + cells[0] + " comes twice");
          }
        }
      }
    }
    if (series.isEmpty()) {
      throw new IOException(file + ": a heading and a row for each series expected, found none");
    }
    return series;
  }

  private static double[] values(String[] cells, String where) throws IOException {
    double[] values = new double[cells.length - 1];
    int count = 0;
    for (; count < values.length; count++) {
      String cell = unquoted(cells[count + 1]);
      if (cell.isEmpty() || cell.equals("NA")) {
        break;
      }
      values[count] = CsvNumbers.parse(cell, where);
    }
    return Arrays.copyOf(values, count);
  }

  private static String unquoted(String cell) {
    String text = cell.strip();
    return text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")
        ? text.substring(1, text.length() - 1)
        : text;
  }
}
