package dev.almanac.jobs.bench;

import dev.almanac.forecast.History;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One series as the Numenta Anomaly Benchmark publishes them: a heading, then rows of a time in UTC
 * such as {@code 2014-04-01 00:05:00} and a value.
 */
public final class TimedCsv {

  private static final int MOST_STEPS = 10_000_000;

  private TimedCsv() {}

  /**
   * Reads a file; a step with several values gets their mean, one without stays unknown.
   *
   * @param step milliseconds
   * @throws IOException where a row cannot be read, or time spans too many steps
   */
  public static History read(Path file, long step) throws IOException {
    List<Long> numbers = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      lines.readLine();
      int row = 1;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String where = file + ":" + ++row;
        int comma = line.indexOf(',');
        if (comma < 0) {
          throw new IOException(where + ": a time and a value expected, found " + line);
        }
        numbers.add(Math.floorDiv(time(line.substring(0, comma), where), step));
        values.add(CsvNumbers.parse(line.substring(comma + 1).strip(), where));
      }
    }
    if (numbers.isEmpty()) {
      throw new IOException(file + ": a heading and rows of a time and a value expected");
    }
    return means(numbers, values, step, file);
  }

  private static long time(String cell, String where) throws IOException {
    try {
      String iso = cell.strip().replace(' ', 'T');
      return LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new IOException(where + ": a time expected, found " + cell, e);
    }
  }

  private static History means(List<Long> numbers, List<Double> values, long step, Path file)
      throws IOException {
    long first = numbers.stream().mapToLong(Long::longValue).min().orElseThrow();
    long last = numbers.stream().mapToLong(Long::longValue).max().orElseThrow();
    if (last - first >= MOST_STEPS) {
      throw new IOException(file + ": times span more than " + MOST_STEPS + " steps");
    }
    double[] sums = new double[(int) (last - first + 1)];
    int[] counts = new int[sums.length];
    for (int i = 0; i < numbers.size(); i++) {
      int at = (int) (numbers.get(i) - first);
      sums[at] += values.get(i);
      counts[at]++;
    }
    Arrays.setAll(sums, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
    return new History(first * step, step, sums);
  }
}
