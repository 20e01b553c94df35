package dev.almanac.jobs;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Rows that become a Parquet file, by way of DuckDB. Not safe for use by several threads. */
final class ParquetTable implements AutoCloseable {

  private final Connection connection;
  private final DuckDBAppender appender;
  private long rows;

  private ParquetTable(Connection connection, DuckDBAppender appender) {
    this.connection = connection;
    this.appender = appender;
  }

  /**
   * Begins a table.
   *
   * @param columns names and types as SQL declares them
   * @param spill where rows go that memory has no place for
   */
  static ParquetTable of(String columns, Path spill) throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:duckdb:");
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET temp_directory = " + HistoryViews.quoted(spill));
      statement.execute("CREATE TABLE rows (" + columns + ")");
      return new ParquetTable(
          connection, connection.unwrap(DuckDBConnection.class).createAppender("rows"));
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * Adds a row.
   *
   * @param values one for each column: text, Integer, Long, Double, a map, or null; NaN is taken
   *     for null
   */
  void row(Object... values) throws SQLException {
    appender.beginRow();
    for (Object value : values) {
      if (value instanceof Double number && !number.isNaN()) {
        appender.append(number.doubleValue());
      } else if (value instanceof Integer number) {
        appender.append(number.intValue());
      } else if (value instanceof Long number) {
        appender.append(number.longValue());
      } else if (value instanceof String text) {
        appender.append(text);
      } else if (value instanceof Map<?, ?> map) {
        appender.append(map);
      } else {
        appender.appendNull();
      }
    }
    appender.endRow();
    rows++;
  }

  long rows() {
    return rows;
  }

  /** Writes the rows in the order in which they were added; nothing can be added any more. */
  void write(Path file) throws SQLException {
    appender.flush();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "COPY rows TO %s (FORMAT parquet, COMPRESSION zstd)"
              .formatted(HistoryViews.quoted(file)));
    }
  }

  @Override
  public void close() throws SQLException {
    try {
      appender.close();
    } finally {
      connection.close();
    }
  }
}
