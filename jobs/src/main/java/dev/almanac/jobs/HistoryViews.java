package dev.almanac.jobs;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The views through which an archive answers SQL, as the statements that make them.
 *
 * <ul>
 *   <li>{@code samples}: a row per float sample, with the exact value in one column;
 *   <li>{@code series}: a row per series of each backup, as stored;
 *   <li>{@code histograms}: a row per native-histogram sample, as stored;
 *   <li>{@code history}: samples with their label sets;
 *   <li>{@code latest}: the last sample of every series;
 *   <li>{@code backups}: a row per backup;
 *   <li>{@code raw_samples}: every column of the samples' files;
 *   <li>{@code is_stale(value)}: whether a value is Prometheus's stale marker, a NaN of its own.
 * </ul>
 */
final class HistoryViews {

  private static final String SAMPLE_COLUMNS =
      """
      series_id BIGINT, name VARCHAR, ts TIMESTAMP, scale TINYINT, mant BIGINT, value DOUBLE,
      chunk_start BOOLEAN, encoding TINYINT, start_ts TIMESTAMP, day DATE
      """;

  private static final String HISTOGRAM_COLUMNS =
      """
      series_id BIGINT, name VARCHAR, ts TIMESTAMP, count BIGINT, zero_count BIGINT,
      count_float DOUBLE, zero_count_float DOUBLE, sum DOUBLE, schema TINYINT,
      zero_threshold DOUBLE, positive_spans STRUCT("offset" INTEGER, length INTEGER)[],
      negative_spans STRUCT("offset" INTEGER, length INTEGER)[], positive_buckets BIGINT[],
      negative_buckets BIGINT[], positive_buckets_float DOUBLE[], negative_buckets_float DOUBLE[],
      custom_bounds DOUBLE[], counter_reset VARCHAR, chunk_start BOOLEAN, encoding TINYINT,
      start_ts TIMESTAMP, day DATE
      """;

  private static final String SERIES_COLUMNS =
      """
      series_id BIGINT, name VARCHAR, labels MAP(VARCHAR, VARCHAR), first_ts TIMESTAMP,
      last_ts TIMESTAMP, samples BIGINT, histograms BIGINT, digest BIGINT, day DATE
      """;

  /**
   * The value in one column; see docs/format/archive.md for why it is exact. Most values have few
   * decimals, and a power costs more than all else that is done with a sample.
   */
  private static final String SAMPLES =
      """
      CREATE VIEW samples AS
      SELECT series_id, name, ts,
        coalesce(value, CASE scale WHEN 0 THEN mant::DOUBLE WHEN 1 THEN mant / 1e1::DOUBLE
          WHEN 2 THEN mant / 1e2::DOUBLE WHEN 3 THEN mant / 1e3::DOUBLE
          ELSE mant / power(10, scale) END) AS value,
        chunk_start, start_ts, day
      FROM raw_samples
      """;

  /** A series has a row for each day and backup that hold it: one of them tells its labels. */
  private static final String HISTORY =
      """
      CREATE VIEW history AS
      SELECT samples.name, known.labels, samples.ts, samples.value, samples.day
      FROM samples
      LEFT JOIN (
        SELECT series_id, name, any_value(labels) AS labels FROM series GROUP BY series_id, name
      ) AS known ON known.series_id = samples.series_id AND known.name = samples.name
      """;

  private static final String LATEST =
      """
      CREATE VIEW latest AS
      SELECT last.name, known.labels, last.ts, last.value
      FROM (
        SELECT series_id, name, max(ts) AS ts, arg_max(value, ts) AS value
        FROM samples GROUP BY series_id, name
      ) AS last
      LEFT JOIN (
        SELECT series_id, name, any_value(labels) AS labels FROM series GROUP BY series_id, name
      ) AS known ON known.series_id = last.series_id AND known.name = last.name
      """;

  /**
   * Only the bits tell 0x7ff0000000000002 from another NaN, and only of a NaN are they looked at.
   */
  static final String IS_STALE =
      """
      CREATE MACRO is_stale(v) AS CASE WHEN isnan(v::DOUBLE)
        THEN v::DOUBLE::BIT::BIGINT = 9218868437227405314 ELSE false END
      """;

  private HistoryViews() {}

  static List<String> over(ArchiveFiles files) {
    return List.of(
        view("raw_samples", files.samples(), SAMPLE_COLUMNS),
        view("series", files.series(), SERIES_COLUMNS),
        view("histograms", files.histograms(), HISTOGRAM_COLUMNS),
        SAMPLES,
        HISTORY,
        LATEST,
        BackupsTable.DEFINITION,
        IS_STALE);
  }

  private static String view(String name, List<Path> files, String columns) {
    if (files.isEmpty()) {
      return "CREATE TABLE " + name + " (" + columns + ")";
    }
    return "CREATE VIEW " + name + " AS SELECT * FROM " + read(files);
  }

  /** A table of what the files hold, of which there is one at least. */
  static String read(List<Path> files) {
    return files.stream()
        .map(HistoryViews::pattern)
        .collect(
            Collectors.joining(
                ", ",
                "read_parquet([",
                "], hive_partitioning = true, hive_types = {'day': DATE})"));
  }

  /** A file's path as DuckDB's pattern for just this file. */
  static String pattern(Path file) {
    StringBuilder pattern = new StringBuilder();
    for (char c : file.toString().toCharArray()) {
      if (c == '*' || c == '?' || c == '[') {
        pattern.append('[').append(c).append(']');
      } else {
        pattern.append(c);
      }
    }
    return quoted(pattern.toString());
  }

  static String quoted(Path path) {
    return quoted(path.toString());
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
