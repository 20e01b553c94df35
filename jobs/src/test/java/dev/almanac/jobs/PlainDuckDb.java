package dev.almanac.jobs;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** DuckDB over the plain files of an archive: no view of ours, no list of ours. */
final class PlainDuckDb implements AutoCloseable {

  /** The value of a sample, as the format's description says it. */
  static final String VALUE = "coalesce(value, mant / power(10, scale))";

  /** What to do with each row of an answer. */
  interface RowReader {
    void read(ResultSet row) throws SQLException;
  }

  private final Path root;
  private final Connection connection;

  PlainDuckDb(Path root) throws SQLException {
    this.root = root;
    connection = DriverManager.getConnection("jdbc:duckdb:");
  }

  /** How a statement names all files of a kind. */
  String files(String kind) {
    return "read_parquet('"
        + root.resolve(kind).resolve("*").resolve("*.parquet").toString().replace("'", "''")
        + "', hive_partitioning = true)";
  }

  void each(String statement, RowReader reader) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet rows = ask.executeQuery(statement)) {
      while (rows.next()) {
        reader.read(rows);
      }
    }
  }

  /** The only number of an answer. */
  long number(String statement) throws SQLException {
    try (Statement ask = connection.createStatement();
        ResultSet rows = ask.executeQuery(statement)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
