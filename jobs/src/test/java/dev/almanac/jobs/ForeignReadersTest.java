package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.SnapshotFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;
import org.apache.flink.types.Row;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that know nothing of Almanac find in the folder what was put in. */
class ForeignReadersTest {

  private static final long STEP = 60_000;
  private static final int SERIES = 3;

  private static Path compact;
  private static Path basic;

  @BeforeAll
  static void archive(@TempDir Path scratch) {
    SnapshotFolder snapshot = new SnapshotFolder(scratch.resolve("snapshot"));
    for (long day = 0; day < 2; day++) {
      long from = MIDNIGHT + day * DAY;
      snapshot.block(
          block ->
              block
                  .floats("temperature", SERIES, from, from + DAY, STEP)
                  .histograms("latency", from, from + DAY, STEP));
    }
    compact = archive(snapshot, scratch.resolve("compact"), "compact");
    basic = archive(snapshot, scratch.resolve("basic"), "basic");
  }

  private static Path archive(SnapshotFolder snapshot, Path root, String encodings) {
    CommandRun run =
        CommandRun.of(
            "archive",
            "--encodings",
            encodings,
            "--from",
            snapshot.path().toString(),
            "--archive",
            root.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return root;
  }

  /** The sum of a day's float samples in tenths, which are whole. */
  private static long tenths(long day) {
    long sum = 0;
    for (long t = MIDNIGHT + day * DAY; t < MIDNIGHT + (day + 1) * DAY; t += STEP) {
      sum += SERIES * Math.round(SnapshotFolder.value("temperature", t) * 10);
    }
    return sum;
  }

  private static final String BY_DAY =
      "SELECT CAST(`day` AS VARCHAR), count(*), count(DISTINCT series_id), "
          + "sum(CAST(round(COALESCE(`value`, mant / power(10, scale)) * 10) AS BIGINT)) "
          + "FROM %s GROUP BY `day` ORDER BY `day`";

  private static List<String> days() {
    long samples = SERIES * DAY / STEP;
    return List.of(
        "2026-11-21|" + samples + "|" + SERIES + "|" + tenths(0),
        "2026-11-22|" + samples + "|" + SERIES + "|" + tenths(1));
  }

  /**
   * Needs pyarrow in the Python that the PATH finds first; {@code main.sh test --all} sees to it.
   */
  @Test
  @Tag("needs-all")
  void pyarrowCountsAndAddsUpTheDaysOfAnArchive() throws Exception {
    String script =
        Path.of(ForeignReadersTest.class.getResource("/archive/sum_by_day.py").toURI()).toString();
    Process python =
        new ProcessBuilder("python3", script, compact.toString()).redirectErrorStream(true).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output.lines().toList()).isEqualTo(days());
  }

  @Test
  void duckDbCountsAndAddsUpEachDay() throws SQLException {
    List<String> found = new ArrayList<>();
    try (PlainDuckDb duckDb = new PlainDuckDb(compact)) {
      duckDb.each(
          BY_DAY.formatted(duckDb.files("samples")).replace("`", "\""),
          row ->
              found.add(
                  row.getString(1)
                      + "|"
                      + row.getLong(2)
                      + "|"
                      + row.getLong(3)
                      + "|"
                      + row.getLong(4)));
    }

    assertThat(found).isEqualTo(days());
  }

  @Test
  void duckDbAddsUpHistograms() throws SQLException {
    try (PlainDuckDb duckDb = new PlainDuckDb(compact)) {
      String files = duckDb.files("histograms");

      assertThat(duckDb.number("SELECT count(*) FROM " + files)).isEqualTo(2 * DAY / STEP);
      assertThat(
              duckDb.number(
                  "SELECT count(*) FROM "
                      + files
                      + " WHERE count <> zero_count + list_sum(positive_buckets)"
                      + " + list_sum(negative_buckets)"))
          .isZero();
      assertThat(
              duckDb.number("SELECT count(*) FROM " + files + " WHERE sum <> (count - 6) * 0.25"))
          .isZero();
    }
  }

  @Test
  void flinkSqlCountsAndAddsUpEachDay() throws Exception {
    TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    flink.executeSql(
        """
        CREATE TABLE samples (
          series_id BIGINT, name STRING, ts TIMESTAMP(3), scale TINYINT, mant BIGINT,
          `value` DOUBLE, chunk_start BOOLEAN, encoding TINYINT, start_ts TIMESTAMP(3),
          `day` DATE
        ) PARTITIONED BY (`day`)
        WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '%s',
          'parquet.utc-timezone' = 'true')
        """
            .formatted(basic.resolve("samples").toUri()));

    assertThat(rows(flink, BY_DAY.formatted("samples"))).isEqualTo(days());
    assertThat(
            rows(
                flink,
                "SELECT CAST(min(ts) AS STRING), CAST(max(ts) AS STRING), name FROM samples"
                    + " WHERE `day` = DATE '2026-11-22' GROUP BY name"))
        .containsExactly("2026-11-22 00:00:00.000|2026-11-22 23:59:00.000|temperature");
  }

  @Test
  void flinkSqlReadsLabels() throws Exception {
    TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    flink.executeSql(
        """
        CREATE TABLE series (
          series_id BIGINT, name STRING, labels MAP<STRING, STRING>, samples BIGINT, `day` DATE
        ) PARTITIONED BY (`day`)
        WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '%s')
        """
            .formatted(basic.resolve("series").toUri()));

    assertThat(
            rows(
                flink,
                "SELECT labels['instance'], samples FROM series"
                    + " WHERE name = 'temperature' AND `day` = DATE '2026-11-21'"
                    + " ORDER BY labels['instance']"))
        .containsExactly("host-0|1440", "host-1|1440", "host-2|1440");
  }

  /** The file is for Flink's SQL client too, which takes the same statements. */
  @Test
  void flinkSqlReadsTheTablesThatAreDeclaredForIt() throws Exception {
    TableEnvironment flink = TableEnvironment.create(EnvironmentSettings.inBatchMode());
    String script =
        Files.readString(Path.of("../flink-conf/history.sql"))
            .replaceAll("(?m)^--.*", "")
            .replace("file:///archive", basic.toUri().toString().replaceAll("/$", ""));
    for (String statement : script.split(";", -1)) {
      if (!statement.isBlank()) {
        flink.executeSql(statement);
      }
    }

    assertThat(
            rows(
                flink,
                "SELECT labels['instance'], count(*), sum(CAST(round(`value` * 10) AS BIGINT))"
                    + " FROM history WHERE name = 'temperature' AND `day` = DATE '2026-11-21'"
                    + " GROUP BY labels['instance'] ORDER BY labels['instance']"))
        .containsExactly(
            "host-0|1440|" + tenths(0) / SERIES,
            "host-1|1440|" + tenths(0) / SERIES,
            "host-2|1440|" + tenths(0) / SERIES);
  }

  private static List<String> rows(TableEnvironment flink, String question) throws Exception {
    List<String> rows = new ArrayList<>();
    CloseableIterator<Row> answer = flink.executeSql(question).collect();
    try {
      while (answer.hasNext()) {
        Row row = answer.next();
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.getArity(); i++) {
          line.append(i == 0 ? "" : "|").append(row.getField(i));
        }
        rows.add(line.toString());
      }
    } finally {
      answer.close();
    }
    return rows;
  }
}
