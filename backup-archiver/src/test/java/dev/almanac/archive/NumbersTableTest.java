package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB, which is none of ours, reads in answers. */
class NumbersTableTest {

  private static final Labels ONE = Labels.of("__name__", "up", "instance", "a\"b");
  private static final Labels OTHER = Labels.of("__name__", "load", "instance", "c");

  @TempDir private Path folder;

  private List<String> rows(byte[] file, String sql) throws Exception {
    Path path = Files.write(folder.resolve("answer.parquet"), file);
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement();
        ResultSet rows = statement.executeQuery(sql.formatted("'" + path + "'"))) {
      List<String> text = new ArrayList<>();
      while (rows.next()) {
        text.add(row(rows));
      }
      return text;
    }
  }

  private static String row(ResultSet row) throws SQLException {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
      text.append(i == 1 ? "" : "|").append(row.getString(i));
    }
    return text.toString();
  }

  @Test
  void isReadByDuckDb() throws Exception {
    NumbersTable table = new NumbersTable(List.of("mean", "q0.975"));
    table.add(ONE, 1_795_474_800_000L, column -> column + 0.5);
    table.add(ONE, 1_795_474_800_250L, column -> Double.NaN);
    table.add(OTHER, -1, column -> -1e300);

    assertThat(rows(table.finish(), "SELECT * FROM %s"))
        .containsExactly(
            ONE + "|up|2026-11-23 23:00:00.0|0.5|1.5",
            ONE + "|up|2026-11-23 23:00:00.25|NaN|NaN",
            OTHER + "|load|1969-12-31 23:59:59.999|-1.0E300|-1.0E300");
  }

  @Test
  void hasItsColumnsWhereItHasNoRow() throws Exception {
    byte[] file = new NumbersTable(List.of("mean")).finish();

    assertThat(rows(file, "SELECT count(*), count(mean) FROM %s")).containsExactly("0|0");
  }

  @Test
  void goesOnBeyondAPage() throws Exception {
    NumbersTable table = new NumbersTable(List.of("mean"));
    int many = 200_000;
    for (int i = 0; i < many; i++) {
      int number = i;
      table.add(i % 2 == 0 ? ONE : OTHER, i, column -> number);
    }

    assertThat(
            rows(table.finish(), "SELECT name, count(*), sum(mean) FROM %s GROUP BY 1 ORDER BY 1"))
        .containsExactly("load|100000|1.0E10", "up|100000|9.9999E9");
  }

  /** Needs pyarrow in the Python that the PATH finds first. */
  @Test
  @Tag("needs-all")
  void isReadByPyarrow() throws Exception {
    NumbersTable table = new NumbersTable(List.of("mean", "q0.975"));
    table.add(ONE, 1_795_474_800_250L, column -> column + 0.5);
    Path file = Files.write(folder.resolve("answer.parquet"), table.finish());
    String script =
        "import sys, pyarrow.parquet as p; t = p.read_table(sys.argv[1]);"
            + " print(t.column_names, t.to_pylist()[0]['ts'].isoformat(), t['q0.975'][0])";

    Process python =
        new ProcessBuilder("python3", "-c", script, file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(python.waitFor()).as(output).isZero();
    assertThat(output.strip())
        .isEqualTo("['series', 'name', 'ts', 'mean', 'q0.975'] 2026-11-23T23:00:00.250000 1.5");
  }
}
