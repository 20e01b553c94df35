package dev.almanac.jobs;

import dev.almanac.catalog.Manifest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/** The table {@code backups} of an archive's database: a row per backup, as its manifest says. */
final class BackupsTable {

  static final String DEFINITION =
      """
      CREATE TABLE backups (id VARCHAR, taken_at TIMESTAMP, written_at TIMESTAMP, writer VARCHAR,
        source VARCHAR, prometheus_version VARCHAR, first_ts TIMESTAMP, last_ts TIMESTAMP,
        series BIGINT, samples BIGINT, histograms BIGINT, new_samples BIGINT, blocks BIGINT,
        files BIGINT, block_bytes BIGINT, archive_bytes BIGINT, new_bytes BIGINT,
        losses VARCHAR[])
      """;

  private static final String INSERT =
      "INSERT INTO backups VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

  private BackupsTable() {}

  static void fill(Connection connection, List<Manifest> backups) throws SQLException {
    try (PreparedStatement row = connection.prepareStatement(INSERT)) {
      for (Manifest backup : backups) {
        int column = 1;
        for (Object value : values(connection, backup)) {
          row.setObject(column++, value);
        }
        row.execute();
      }
    }
  }

  private static List<Object> values(Connection connection, Manifest backup) throws SQLException {
    Manifest.Totals totals = backup.totals();
    return List.of(
        backup.id(),
        time(backup.takenAt()),
        time(backup.writtenAt()),
        backup.writer(),
        backup.source().location(),
        backup.source().prometheusVersion(),
        time(Instant.ofEpochMilli(totals.timeRange().from())),
        time(Instant.ofEpochMilli(totals.timeRange().until() - 1)),
        totals.series(),
        totals.samples(),
        totals.histograms(),
        totals.newSamples(),
        (long) backup.blocks().size(),
        (long) backup.files().size(),
        totals.blockBytes(),
        totals.archiveBytes(),
        totals.newBytes(),
        connection.createArrayOf("VARCHAR", backup.source().losses().toArray()));
  }

  private static LocalDateTime time(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }
}
