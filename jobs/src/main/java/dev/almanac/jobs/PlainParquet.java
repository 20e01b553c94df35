package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * History in one Parquet file as somebody would write it who just wants the data: a row per sample,
 * labels as a map, DuckDB's defaults.
 */
final class PlainParquet implements AutoCloseable {

  /** What the macros and questions need, over the plain file; its labels are its identity. */
  private static final List<String> VIEWS =
      List.of(
          "CREATE VIEW samples AS SELECT hash(labels)::HUGEINT AS series_id, name, ts, value,"
              + " ts::DATE AS day FROM plain",
          "CREATE VIEW series AS SELECT DISTINCT hash(labels)::HUGEINT AS series_id, name, labels"
              + " FROM plain",
          HistoryViews.IS_STALE);

  private final Connection connection;

  private PlainParquet(Connection connection) {
    this.connection = connection;
  }

  /** Writes what an archive shows into a new file, and opens that. */
  static PlainParquet write(ArchiveFiles archive, Path file) throws SQLException, IOException {
    try (Connection writing = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = writing.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      for (String view : HistoryViews.over(archive)) {
        statement.execute(view);
      }
      statement.execute(
          "COPY (SELECT name, labels, ts, value FROM history) TO "
              + HistoryViews.quoted(file)
              + " (FORMAT parquet)");
    }
    PlainParquet plain = new PlainParquet(DriverManager.getConnection("jdbc:duckdb:"));
    try (Statement statement = plain.connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute(
          "CREATE VIEW plain AS SELECT * FROM read_parquet(" + HistoryViews.quoted(file) + ")");
      for (String view : VIEWS) {
        statement.execute(view);
      }
      for (String macro : PromqlMacros.all()) {
        statement.execute(macro);
      }
      return plain;
    } catch (SQLException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Reads a whole answer; how many rows it has. */
  long ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(sql)) {
      long rows = 0;
      while (answer.next()) {
        rows++;
      }
      return rows;
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
