package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An archive as a database that only answers questions: DuckDB in this JVM, with the views of
 * {@link HistoryViews} over the archive's Parquet files.
 *
 * <p>Once open it reads these files and no others, writes none, and takes SELECT and EXPLAIN alone.
 * Not safe for use by several threads.
 */
final class HistoryDatabase implements AutoCloseable {

  private final Connection connection;
  private final ReadOnlyGuard guard;

  private HistoryDatabase(Connection connection) {
    this.connection = connection;
    this.guard = new ReadOnlyGuard(connection);
  }

  static HistoryDatabase open(ArchiveFiles files) throws SQLException, IOException {
    return open(files, List.of(), Optional.empty());
  }

  /**
   * Opens the database of an archive.
   *
   * @param backups what the table {@code backups} is to show
   * @param target the one file that may be written, by {@link #writeParquet}
   */
  static HistoryDatabase open(ArchiveFiles files, List<Manifest> backups, Optional<Path> target)
      throws SQLException, IOException {
    Properties properties = new Properties();
    // Else the driver gathers a whole answer in memory before it shows the first row.
    properties.setProperty("jdbc_stream_results", "true");
    Connection connection = DriverManager.getConnection("jdbc:duckdb:", properties);
    try {
      prepare(connection, files, backups, target);
      return new HistoryDatabase(connection);
    } catch (SQLException | IOException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  private static void prepare(
      Connection connection, ArchiveFiles files, List<Manifest> backups, Optional<Path> target)
      throws SQLException, IOException {
    Path spill = Files.createTempDirectory("almanac-sql-");
    spill.toFile().deleteOnExit();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      statement.execute("SET autoinstall_known_extensions = false");
      statement.execute("SET temp_directory = " + HistoryViews.quoted(spill.resolve("spill")));
      for (String view : HistoryViews.over(files)) {
        statement.execute(view);
      }
      for (String view : RollupViews.over(files.rollups())) {
        statement.execute(view);
      }
      for (String macro : PromqlMacros.all()) {
        statement.execute(macro);
      }
      statement.execute(RollupViews.macro());
      BackupsTable.fill(connection, backups);
      statement.execute("SET allowed_paths = [" + allowed(files, target) + "]");
      statement.execute("SET enable_external_access = false");
      statement.execute("SET lock_configuration = true");
    }
  }

  /** Both spellings of each file: DuckDB asks for the pattern first and for the file after. */
  private static String allowed(ArchiveFiles files, Optional<Path> target) {
    return Stream.concat(files.all().stream(), target.stream())
        .flatMap(file -> Stream.of(HistoryViews.quoted(file), HistoryViews.pattern(file)))
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /**
   * Hands each row of the answer to {@code rows}.
   *
   * @throws ReadOnlyGuard.NotAQuestionException for a statement that is not one question
   * @throws SQLException where DuckDB does not understand it or cannot answer it
   */
  void answer(String question, RowFormat rows) throws SQLException {
    guard.check(question);
    try (PreparedStatement asAsked = connection.prepareStatement(question)) {
      ResultSetMetaData meta = asAsked.getMetaData();
      List<RowFormat.Column> columns = columns(meta);
      List<String> types = types(meta);
      Optional<String> asText = LabelSets.asText(question, types);
      if (asText.isEmpty()) {
        hand(asAsked, columns, reader(types), rows);
        return;
      }
      try (PreparedStatement fetched = connection.prepareStatement(asText.get())) {
        hand(fetched, columns, readerOfText(types), rows);
      }
    }
  }

  /** Reads a column of the row that a result stands at. */
  private interface Reader {
    Object read(ResultSet result, int column) throws SQLException;
  }

  private static Reader reader(List<String> types) {
    return (result, column) -> SqlValues.read(result, column, types.get(column - 1));
  }

  private static Reader readerOfText(List<String> types) {
    LabelSets labelSets = new LabelSets();
    Reader others = reader(types);
    return (result, column) ->
        LabelSets.isOne(types.get(column - 1))
            ? labelSets.read(result.getString(column))
            : others.read(result, column);
  }

  private static void hand(
      PreparedStatement question, List<RowFormat.Column> columns, Reader reader, RowFormat rows)
      throws SQLException {
    try (ResultSet result = question.executeQuery()) {
      rows.begin(columns);
      List<Object> row = new ArrayList<>();
      while (result.next()) {
        row.clear();
        for (int column = 1; column <= columns.size(); column++) {
          row.add(reader.read(result, column));
        }
        rows.row(row);
      }
      rows.end();
    }
  }

  /** They take the driver long to tell: not to be asked for each value. */
  private static List<String> types(ResultSetMetaData meta) throws SQLException {
    List<String> types = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      types.add(meta.getColumnTypeName(column));
    }
    return types;
  }

  /**
   * Writes the answer as Parquet.
   *
   * @param file the one that may be written
   * @throws ReadOnlyGuard.NotAQuestionException for a statement that is not one question
   * @throws SQLException where DuckDB does not understand it or cannot answer it
   */
  void writeParquet(String question, Path file) throws SQLException {
    guard.check(question);
    String select = question.strip().replaceFirst(";$", "");
    try (Statement statement = connection.createStatement()) {
      // The line break ends a comment that the question may end with.
      statement.execute(
          "COPY (%s\n) TO %s (FORMAT parquet, COMPRESSION zstd)"
              .formatted(select, HistoryViews.quoted(file)));
    }
  }

  private static List<RowFormat.Column> columns(ResultSetMetaData meta) throws SQLException {
    List<RowFormat.Column> columns = new ArrayList<>();
    List<String> taken = new ArrayList<>();
    for (int column = 1; column <= meta.getColumnCount(); column++) {
      String name = unlike(taken, meta.getColumnLabel(column));
      taken.add(name);
      columns.add(new RowFormat.Column(name, SqlValues.isNumber(meta.getColumnTypeName(column))));
    }
    return columns;
  }

  /** Two columns may have one name, the members of a JSON object may not. */
  private static String unlike(List<String> taken, String name) {
    String candidate = name;
    for (int i = 1; taken.contains(candidate); i++) {
      candidate = name + "_" + i;
    }
    return candidate;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
