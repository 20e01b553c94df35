package dev.almanac.archive;

import static dev.almanac.archive.SampleData.DAY;
import static dev.almanac.archive.SampleData.STALE;
import static dev.almanac.archive.SampleData.labels;
import static dev.almanac.archive.SampleData.path;
import static dev.almanac.archive.SampleData.run;
import static dev.almanac.archive.SampleData.values;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A foreign reader, with nothing of ours but the documented expression. */
class DuckDbReadsTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(PageEncodings.class)
  void countsAndSumsSamples(PageEncodings encodings) throws SQLException {
    SampleData data = new SampleData();
    for (int series = 0; series < 20; series++) {
      FloatRun run = new FloatRun(1000);
      for (int i = 0; i < 1000; i++) {
        run.timestamps[i] = DAY + 60_000L * i;
        run.valueBits[i] = Double.doubleToRawLongBits(series < 10 ? i / 4.0 : Math.sqrt(i));
      }
      run.setSize(1000);
      run.setStartsChunk(true);
      data.add(labels(series % 2 == 0 ? "even" : "odd", "series", "" + series), run);
    }
    List<PartFile> files =
        data.write(folder, ArchiveSettings.DEFAULT.withEncodings(encodings).withRows(3000, 7000));

    String from = " FROM '" + path(files, ArchiveKind.SAMPLES) + "' ";
    String value = "coalesce(value, mant / power(10, scale))";
    assertThat(query("SELECT count(*), count(DISTINCT series_id), sum(chunk_start::INT)" + from))
        .containsExactly("20000|20|20");
    assertThat(query("SELECT sum(" + value + ")" + from + "WHERE mant IS NOT NULL AND scale > 0"))
        .containsExactly("1248750.0");
    assertThat(
            query("SELECT name, min(ts), max(ts), count(*)" + from + "GROUP BY name ORDER BY name"))
        .containsExactly(
            "even|2026-11-23 00:00:00.0|2026-11-23 16:39:00.0|10000",
            "odd|2026-11-23 00:00:00.0|2026-11-23 16:39:00.0|10000");
    assertThat(query("SELECT count(*)" + from + "WHERE name = 'odd' AND ts >= '2026-11-23 16:00'"))
        .containsExactly("400");
  }

  @Test
  void computesTheBitsOfBoundaryValues() throws SQLException {
    long[] bits = {
      0,
      Long.MIN_VALUE,
      STALE,
      0x7ff8000000000001L,
      Double.doubleToRawLongBits(0.1),
      Double.doubleToRawLongBits(0.1 + 0.2),
      Double.doubleToRawLongBits(1e-22),
      Double.doubleToRawLongBits(1e22),
      Double.doubleToRawLongBits(9007199254740991.0),
      Double.doubleToRawLongBits(-9007199254740992.0),
      Double.doubleToRawLongBits(Double.MIN_VALUE),
      Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)
    };
    List<PartFile> files =
        new SampleData()
            .add(labels("m"), run(DAY, true, bits))
            .write(folder, ArchiveSettings.DEFAULT);

    assertThat(bits(path(files, ArchiveKind.SAMPLES))).containsExactly(bits);
  }

  @Property(tries = 25)
  void computesTheBitsOfAnyValues(@ForAll("valueBits") List<Long> values)
      throws SQLException, IOException {
    long[] bits = values.stream().mapToLong(Long::longValue).toArray();
    Path scratch = Files.createTempDirectory("archive");
    List<PartFile> files =
        new SampleData()
            .add(labels("m"), run(DAY, true, bits))
            .write(scratch, ArchiveSettings.DEFAULT.withRows(100, 250));

    assertThat(bits(path(files, ArchiveKind.SAMPLES))).containsExactly(bits);
    for (PartFile file : files) {
      Files.delete(file.path());
    }
    Files.delete(scratch);
  }

  @Provide
  Arbitrary<List<Long>> valueBits() {
    Arbitrary<Long> decimals =
        Arbitraries.longs()
            .between(-999_999_999_999_999L, 999_999_999_999_999L)
            .flatMap(
                digits ->
                    Arbitraries.integers()
                        .between(0, Decimals.MAX_SCALE)
                        .map(scale -> Double.parseDouble(digits + "e-" + scale)))
            .map(Double::doubleToRawLongBits);
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(5, decimals.list().ofMinSize(1).ofMaxSize(400)),
            net.jqwik.api.Tuple.of(
                2,
                Arbitraries.oneOf(Arbitraries.longs(), decimals)
                    .list()
                    .ofMinSize(1)
                    .ofMaxSize(400)))
        .map(list -> list);
  }

  @Test
  void readsHistograms() throws SQLException {
    SampleData data =
        new SampleData()
            .add(
                labels("ints"),
                SampleData.histograms(ChunkEncoding.HISTOGRAM, DAY, 2, SampleData.layout()))
            .add(
                labels("floats"),
                SampleData.histograms(
                    ChunkEncoding.FLOAT_HISTOGRAM_ST, DAY, 2, SampleData.layout()));
    List<PartFile> files = data.write(folder, ArchiveSettings.DEFAULT);

    assertThat(
            query(
                "SELECT name, count, count_float, schema, positive_spans::VARCHAR,"
                    + " positive_buckets::VARCHAR, negative_buckets::VARCHAR,"
                    + " len(positive_buckets_float), custom_bounds::VARCHAR, counter_reset,"
                    + " encoding, start_ts FROM '"
                    + path(files, ArchiveKind.HISTOGRAMS)
                    + "' ORDER BY name, ts"))
        .containsExactly(
            floats("10.5", "null"),
            floats("11.5", "2026-11-23 00:00:00.0"),
            "ints|10|null|3|" + SPANS + "|[0, 1, 2]|[0]|null|[]|not_reset|2|null",
            "ints|11|null|3|" + SPANS + "|[100, 101, 102]|[-100]|null|[]|not_reset|2|null");
  }

  private static final String SPANS = "[{'offset': -2, 'length': 2}, {'offset': 3, 'length': 1}]";

  private static String floats(String count, String start) {
    return "floats|null|" + count + "|3|" + SPANS + "|null|null|3|[]|not_reset|6|" + start;
  }

  @Test
  void readsSeriesAndJoinsThemWithSamples() throws SQLException {
    SampleData data =
        new SampleData()
            .add(labels("up", "job", "node", "zone", "ü"), values(DAY, 1, 0))
            .add(labels("up", "job", "prometheus"), values(DAY, 1));
    List<PartFile> files = data.write(folder, ArchiveSettings.DEFAULT);

    assertThat(
            query(
                "SELECT labels['job'], labels['zone'], s.samples, count(*) FROM '"
                    + path(files, ArchiveKind.SERIES)
                    + "' s JOIN '"
                    + path(files, ArchiveKind.SAMPLES)
                    + "' USING (series_id) GROUP BY ALL ORDER BY 1"))
        .containsExactly("node|ü|2|2", "prometheus|null|1|1");
  }

  private static long[] bits(Path samples) throws SQLException {
    List<Long> bits = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT coalesce(value, mant / power(10, scale)) FROM '"
                    + samples
                    + "' ORDER BY ts")) {
      while (rows.next()) {
        bits.add(Double.doubleToRawLongBits(rows.getDouble(1)));
      }
    }
    return bits.stream().mapToLong(Long::longValue).toArray();
  }

  private static List<String> query(String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckDb.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          columns.add(String.valueOf(rows.getObject(i)));
        }
        found.add(String.join("|", columns));
      }
    }
    return found;
  }
}
