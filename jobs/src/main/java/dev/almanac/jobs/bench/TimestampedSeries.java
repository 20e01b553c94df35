package dev.almanac.jobs.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A series in the layout of the Numenta Anomaly Benchmark: a CSV file with the header {@code
 * timestamp,value} and lines such as {@code 2014-04-01 00:05:00,20.5}; results have a third column,
 * {@code anomaly_score}.
 *
 * @param rows the lines after the header, as they are
 * @param times in milliseconds since 1970, as if the file's clock were UTC
 */
@SuppressWarnings("ArrayRecordComponent") // package of one command, which does not change them
public record TimestampedSeries(List<String> rows, long[] times, double[] values) {

  private static final String HEADER = "timestamp,value";
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int TIME_LENGTH = 19;

  /**
   * Reads a file.
   *
   * @throws MalformedSeriesException naming the line, what was expected there and what was found
   */
  public static TimestampedSeries read(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !lines.get(0).strip().equals(HEADER)) {
      String found = lines.isEmpty() ? "nothing" : "'" + lines.get(0) + "'";
      throw new MalformedSeriesException(file, 1, "expected '" + HEADER + "', found " + found);
    }
    List<String> rows = new ArrayList<>();
    long[] times = new long[lines.size()];
    double[] values = new double[lines.size()];
    for (int line = 1; line < lines.size(); line++) {
      String row = lines.get(line).strip();
      if (row.isEmpty()) {
        continue;
      }
      times[rows.size()] = time(file, line + 1, row);
      values[rows.size()] = value(file, line + 1, row);
      rows.add(row);
    }
    return new TimestampedSeries(
        List.copyOf(rows), Arrays.copyOf(times, rows.size()), Arrays.copyOf(values, rows.size()));
  }

  private static long time(Path file, int line, String row) {
    try {
      String time = row.substring(0, Math.min(TIME_LENGTH, Math.max(0, row.indexOf(','))));
      return LocalDateTime.parse(time, TIME).toInstant(ZoneOffset.UTC).toEpochMilli();
    } catch (DateTimeParseException e) {
      throw malformed(file, line, row);
    }
  }

  private static double value(Path file, int line, String row) {
    double value;
    try {
      value = Double.parseDouble(row.substring(row.indexOf(',') + 1));
    } catch (NumberFormatException e) {
      throw malformed(file, line, row);
    }
    if (!Double.isFinite(value)) {
      throw malformed(file, line, row);
    }
    return value;
  }

  private static MalformedSeriesException malformed(Path file, int line, String row) {
    return new MalformedSeriesException(
        file, line, "expected 'YYYY-MM-DD HH:MM:SS,NUMBER', found '" + row + "'");
  }

  /** Writes the rows with a score each; the file is there when it is whole. */
  public void write(Path file, double[] scores) throws IOException {
    Files.createDirectories(file.getParent());
    Path draft = file.resolveSibling(file.getFileName() + ".part");
    try (var out = Files.newBufferedWriter(draft)) {
      out.write(HEADER + ",anomaly_score\n");
      for (int i = 0; i < rows.size(); i++) {
        out.write(rows.get(i) + "," + scores[i] + "\n");
      }
    }
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }
}
