package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.ArchivedSamples;
import dev.almanac.backup.ExactRestore;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.OracleServer;
import dev.almanac.prometheus.Promtool;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.prometheus.Snapshot;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus, archived by the command: what it answers is what the archive holds. */
class OracleArchiveTest {

  private static OracleServer oracle;
  private static Path root;
  private static CommandRun first;
  private static SampleTable inServer;
  private static SampleTable inArchive;

  /** What came out of order and is in the head still: no snapshot has it, the backup does. */
  private static List<Long> late;

  @BeforeAll
  static void archive(@TempDir Path scratch) {
    oracle = OracleServer.start(scratch);
    late = LongStream.of(oracle.pushOutOfOrder()).boxed().toList();
    root = scratch.resolve("archive");
    first = archive();
    assertThat(first.exit()).as(first.err()).isEqualTo(ExitCode.DONE);
    inServer =
        new SampleTable().add(oracle.server().reader().read(List.of(Matcher.ANY), TimeRange.ALL));
    inArchive = ArchivedSamples.of(root.toString(), "latest");
  }

  @AfterAll
  static void stop() {
    oracle.close();
  }

  private static CommandRun archive() {
    return CommandRun.of("archive", "--from", oracle.server().url(), "--archive", root.toString());
  }

  @Test
  void archivesTheServer() {
    assertThat(first.out()).startsWith("Archived backup ");
  }

  @Test
  void everySampleOfTheServerIsArchivedBitForBit() {
    assertThat(inServer.samples()).isGreaterThan(100_000);
    assertThat(inServer.minus(inArchive)).isEmpty();
  }

  @Test
  void samplesOutOfOrderInItsHeadAreArchivedThoughNoSnapshotHasThem() {
    assertThat(inServer.of(OracleServer.LATE).keySet()).hasSize(6).containsAll(late);
    assertThat(inArchive.of(OracleServer.LATE)).isEqualTo(inServer.of(OracleServer.LATE));
  }

  @Test
  void blocksComeBackWithoutThem(@TempDir Path restored) {
    try (BlobStore store = BlobStores.open(root.toString())) {
      Manifest backup = new Catalog(store).resolve("latest");
      assertThat(backup.blocks())
          .isNotEmpty()
          .allSatisfy(
              block ->
                  assertThat(
                          ExactRestore.restore(store, backup, block, restored, n -> {})
                              .differences())
                      .isEmpty());
    }
  }

  /** Two of them: one sorts before the metric's name, one after. */
  @Test
  void labelsThatTheServerAddsToItsAnswersAreNotArchived(@TempDir Path another) {
    oracle
        .server()
        .reload(
            """
            global:
              scrape_interval: 1s
              external_labels: {Zone: eu, replica: a}
            storage:
              tsdb:
                out_of_order_time_window: 12h
            """);

    CommandRun run =
        CommandRun.of("archive", "--from", oracle.server().url(), "--archive", another.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    SampleTable archived = ArchivedSamples.of(another.toString(), "latest");
    assertThat(archived.minus(inArchive)).isEmpty();
    assertThat(inArchive.minus(archived)).isEmpty();
  }

  @Test
  void nothingElseIsArchived() {
    assertThat(inArchive.minus(inServer)).isEmpty();
  }

  @Test
  void duckDbFindsTheSameBitsInThePlainFiles() throws SQLException {
    SampleTable floats = inArchive.only(SampleTable.FloatValue.class);

    SampleTable found = floatsByDuckDb();

    assertThat(found.minus(floats)).isEmpty();
    assertThat(floats.minus(found)).isEmpty();
  }

  private static SampleTable floatsByDuckDb() throws SQLException {
    SampleTable table = new SampleTable();
    try (PlainDuckDb duckDb = new PlainDuckDb(root)) {
      Map<Long, Labels> series = series(duckDb);
      duckDb.each(
          "SELECT series_id, epoch_ms(ts), "
              + PlainDuckDb.VALUE
              + " FROM "
              + duckDb.files("samples"),
          row -> {
            FloatRun run = new FloatRun(1);
            run.timestamps[0] = row.getLong(2);
            run.valueBits[0] = Double.doubleToRawLongBits(row.getDouble(3));
            run.setSize(1);
            table.add(series.get(row.getLong(1)), run);
          });
    }
    return table;
  }

  private static Map<Long, Labels> series(PlainDuckDb duckDb) throws SQLException {
    Map<Long, Labels> series = new HashMap<>();
    duckDb.each(
        "SELECT DISTINCT series_id, name, labels FROM " + duckDb.files("series"),
        row -> {
          Map<String, String> labels = new TreeMap<>();
          ((Map<?, ?>) row.getObject(3))
              .forEach((name, value) -> labels.put(name.toString(), value.toString()));
          labels.put(Labels.METRIC_NAME, row.getString(2));
          series.put(row.getLong(1), Labels.of(labels));
        });
    return series;
  }

  @Test
  void duckDbCountsAsManyHistogramsOfEachSeries() throws SQLException {
    Map<Labels, Long> expected = counts(inArchive.only(SampleTable.HistogramValue.class));
    Map<Labels, Long> found = new TreeMap<>();
    try (PlainDuckDb duckDb = new PlainDuckDb(root)) {
      Map<Long, Labels> series = series(duckDb);
      duckDb.each(
          "SELECT series_id, count(*) FROM " + duckDb.files("histograms") + " GROUP BY series_id",
          row -> found.put(series.get(row.getLong(1)), row.getLong(2)));
    }

    assertThat(found).isNotEmpty().containsExactlyInAnyOrderEntriesOf(expected);
  }

  @Test
  void promtoolCountsAsManyFloatsOfEachSeries(@TempDir Path scratch) throws Exception {
    SnapshotClient snapshots = new SnapshotClient(oracle.server().endpoint());
    Snapshot snapshot = snapshots.create(false);

    Map<Labels, Long> dumped = Promtool.dumpCounts(snapshots.snapshotDirectory(snapshot), scratch);

    snapshots.delete(snapshot);
    Map<Labels, Long> inSnapshot = counts(inArchive.only(SampleTable.FloatValue.class));
    inSnapshot.merge(OracleServer.LATE, (long) -late.size(), Long::sum);
    assertThat(dumped).containsExactlyInAnyOrderEntriesOf(inSnapshot);
  }

  private static Map<Labels, Long> counts(SampleTable table) {
    Map<Labels, Long> counts = new TreeMap<>();
    table.series().forEach((labels, samples) -> counts.put(labels, Long.valueOf(samples.size())));
    return counts;
  }

  @Test
  void theServerKeepsNoSnapshot() throws IOException {
    Path snapshots = oracle.server().dataDirectory().resolve("snapshots");

    try (Stream<Path> left = Files.list(snapshots)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void tellsWhatNoSnapshotHolds() {
    String loss = late.size() + 1 + " samples came out of order since the server started";

    assertThat(first.err()).contains("note: " + loss);
    JsonNode backup = inspect();
    assertThat(backup.at("/source/losses/0").asText()).contains(loss);
    assertThat(backup.at("/source/losses").toString())
        .contains("3 samples that the server showed and the snapshot lacks were fetched");
    assertThat(backup.at("/source/prometheus_version").asText()).startsWith("2.");
  }

  private static JsonNode inspect() {
    return CommandRun.of("inspect", "--json", "--archive", root.toString(), "latest").json();
  }

  @Test
  void countsWhatItArchived() {
    JsonNode backup = inspect();

    int deleted = 3; // series whose samples are all deleted: the index of the blocks still has them
    assertThat(backup.path("series").asLong()).isEqualTo(inArchive.series().size() + deleted);
    assertThat(backup.path("samples").asLong())
        .isEqualTo(inArchive.only(SampleTable.FloatValue.class).samples());
    assertThat(backup.path("histograms").asLong())
        .isEqualTo(inArchive.only(SampleTable.HistogramValue.class).samples());
    assertThat(backup.path("new_samples").asLong()).isEqualTo(inArchive.samples());
  }
}
