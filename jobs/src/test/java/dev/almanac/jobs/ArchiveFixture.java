package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Parquet in the layout of the archive, written by DuckDB: no code of ours took part. */
final class ArchiveFixture {

  static final long STALE = 0x7ff0000000000002L;

  private final Path root;

  ArchiveFixture(Path root) {
    this.root = root;
  }

  /** Three series over two days; every kind of value is there. */
  ArchiveFixture fill() throws IOException, SQLException {
    samples(
        "2026-11-22",
        """
        (1, 'up', TIMESTAMP '2026-11-22 23:59:58', 0, 1, NULL, true),
        (1, 'up', TIMESTAMP '2026-11-22 23:59:59.5', 0, 0, NULL, false),
        (2, 'temperature', TIMESTAMP '2026-11-22 10:00:00.123', 2, 2137, NULL, true),
        (2, 'temperature', TIMESTAMP '2026-11-22 10:00:01.123', 1, -3, NULL, false)
        """);
    samples(
        "2026-11-23",
        """
        (1, 'up', TIMESTAMP '2026-11-23 00:00:01', -1, NULL, %s, true),
        (3, 'odd', TIMESTAMP '2026-11-23 01:00:00', -1, NULL, 'nan'::DOUBLE, true),
        (3, 'odd', TIMESTAMP '2026-11-23 01:00:01', -1, NULL, 'inf'::DOUBLE, false),
        (3, 'odd', TIMESTAMP '2026-11-23 01:00:02', -1, NULL, '-inf'::DOUBLE, false),
        (3, 'odd', TIMESTAMP '2026-11-23 01:00:03', -1, NULL, -0.0::DOUBLE, false)
        """
            .formatted(bits(STALE)));
    series(
        "2026-11-22",
        """
        (1, 'up', MAP {'job': 'node', 'instance': 'a:9100'}, 2),
        (2, 'temperature', MAP {'room': 'a "b"'}, 2)
        """);
    series(
        "2026-11-23",
        """
        (1, 'up', MAP {'job': 'node', 'instance': 'a:9100'}, 1),
        (3, 'odd', MAP {}, 4)
        """);
    return this;
  }

  private static String bits(long bits) {
    String binary = String.format("%64s", Long.toBinaryString(bits)).replace(' ', '0');
    return "'" + binary + "'::BIT::DOUBLE";
  }

  void samples(String day, String rows) throws IOException, SQLException {
    write(
        "samples",
        day,
        """
        SELECT a::BIGINT AS series_id, b::VARCHAR AS name, c::TIMESTAMP AS ts,
          d::TINYINT AS scale, e::BIGINT AS mant, f::DOUBLE AS value, g::BOOLEAN AS chunk_start,
          1::TINYINT AS encoding, NULL::TIMESTAMP AS start_ts
        FROM (VALUES %s) AS t(a, b, c, d, e, f, g)
        """
            .formatted(rows));
  }

  private void series(String day, String rows) throws IOException, SQLException {
    write(
        "series",
        day,
        """
        SELECT a::BIGINT AS series_id, b::VARCHAR AS name, c::MAP(VARCHAR, VARCHAR) AS labels,
          NULL::TIMESTAMP AS first_ts, NULL::TIMESTAMP AS last_ts, d::BIGINT AS samples,
          0::BIGINT AS histograms, 0::BIGINT AS digest
        FROM (VALUES %s) AS t(a, b, c, d)
        """
            .formatted(rows));
  }

  private void write(String kind, String day, String select) throws IOException, SQLException {
    Path folder = Files.createDirectories(root.resolve(kind).resolve("day=" + day));
    String file = folder.resolve("b-0.parquet").toString().replace("'", "''");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("COPY (" + select + ") TO '" + file + "' (FORMAT parquet)");
    }
  }
}
