package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of docs/format/rollups.md, in a file that was written once, and as written today. */
class GoldenRollupTest {

  private static final long MIDNIGHT = 1_795_392_000_000L;
  private static final long HOUR = 3_600_000;

  @TempDir private Path folder;

  private static Path golden() throws URISyntaxException {
    return Path.of(GoldenRollupTest.class.getResource("/archive/rollups-v1/1h.parquet").toURI());
  }

  private static Path write(Path folder) {
    SeriesRow one =
        new SeriesRow(
            7,
            Labels.of("__name__", "requests_total", "job", "web"),
            MIDNIGHT,
            MIDNIGHT + HOUR,
            6,
            0,
            42);
    try (RollupWriter writer =
        new RollupWriter(folder, EnumSet.of(RollupStep.HOUR), RollupGroups.SMALL)) {
      writer.startSeries(one);
      writer.append(
          RollupStep.HOUR,
          one,
          new RollupRow(MIDNIGHT, 4, 23.5, 1, 10.5, 10, 2, MIDNIGHT, MIDNIGHT + 45_000, 2.5, 1, 0));
      writer.append(
          RollupStep.HOUR, one, new RollupRow(MIDNIGHT + HOUR, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1));
      Map<Optional<RollupStep>, PartFile> files = writer.finish();
      return files.get(Optional.of(RollupStep.HOUR)).path();
    }
  }

  private static List<String> rows(Path file) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet result = statement.executeQuery("SELECT * FROM '" + file + "' ORDER BY ts")) {
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          row.add(result.getString(column));
        }
        rows.add(String.join("|", row.stream().map(String::valueOf).toList()));
      }
    }
    return rows;
  }

  @Test
  void showsTheDocumentedRows() throws Exception {
    assertThat(rows(golden()))
        .containsExactly(
            "7|requests_total|2026-11-23 00:00:00.0|4|23.5|1.0|10.5|10.0|2.0"
                + "|2026-11-23 00:00:00.0|2026-11-23 00:00:45.0|2.5|1|0",
            "7|requests_total|2026-11-23 01:00:00.0|0|null|null|null|null|null|null|null|null|0|1");
  }

  @Test
  void isReadToItsEndByOurReader() throws Exception {
    assertThat(RollupWriter.check(ArchiveInput.of(golden()))).isEqualTo(2);
  }

  @Test
  void isWrittenTheSameToday() throws Exception {
    assertThat(rows(write(folder))).isEqualTo(rows(golden()));
  }
}
