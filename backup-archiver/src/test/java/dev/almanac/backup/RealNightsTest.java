package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nights of a real Prometheus that is given blocks of two hours and does the rest itself. By
 * the second night it has compacted them, one that overlaps others too, and been told to delete; by
 * the third it has cleaned up what was deleted.
 */
class RealNightsTest {

  private static final long HOUR = SnapshotFolder.HOUR;
  private static final long DAY = SnapshotFolder.DAY;
  private static final long BEGIN = SnapshotFolder.MIDNIGHT - 10 * DAY;

  /** Prometheus looks for something to compact a minute after it starts. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Labels DELAYED = SimulatedServer.gauge(3);
  private static final Labels DOOMED = SimulatedServer.gauge(7);

  @TempDir private static Path folder;

  private static Path archive;
  private static final List<Manifest> BACKUPS = new ArrayList<>();
  private static final List<Path> SNAPSHOTS = new ArrayList<>();
  private static final List<SampleTable> SHOWN = new ArrayList<>();

  @BeforeAll
  static void letThreeNightsPass() {
    archive = folder.resolve("archive");
    Path data = folder.resolve("server/data");
    SimulatedServer scraped = SimulatedServer.thatCompactsNothing(BEGIN);
    scraped.advance(BEGIN + DAY + HOUR);
    scraped.writeNewBlocks(data);
    try (PrometheusServer server = start()) {
      backUp(server);
    }
    scraped.advance(BEGIN + 2 * DAY + HOUR);
    scraped.writeNewBlocks(data);
    scraped.writeLateBlock(data, DELAYED, BEGIN + 5 * HOUR + 7_777);
    try (PrometheusServer server = start()) {
      Await.until("blocks are compacted", PATIENCE, () -> highestLevel(data) >= 3);
      Await.until("the late block is merged", PATIENCE, () -> hasMergedTheLateBlock(server));
      server.deleteSeries(
          "temperature_celsius{instance=\"host-7\"}", BEGIN + 2 * HOUR, BEGIN + 9 * HOUR);
      backUp(server);
      server.cleanTombstones();
      backUp(server);
    }
  }

  private static PrometheusServer start() {
    return PrometheusServer.start(folder.resolve("server"), "global: {}");
  }

  private static int highestLevel(Path data) {
    try {
      return SnapshotDirectory.open(data).blocks().stream()
          .mapToInt(block -> BlockMeta.read(block.path()).compaction().level())
          .max()
          .orElse(0);
    } catch (CorruptBlockException e) {
      return 0; // The server has just taken that block away.
    }
  }

  private static boolean hasMergedTheLateBlock(PrometheusServer server) {
    return server.ownMetric("prometheus_tsdb_vertical_compactions_total") >= 1;
  }

  private static void backUp(PrometheusServer server) {
    // Snapshots are named by the second, and a night by its snapshot.
    long second = Instant.now().getEpochSecond();
    Await.until("a second begins", PATIENCE, () -> Instant.now().getEpochSecond() > second);
    SnapshotClient snapshots = new SnapshotClient(server.endpoint());
    Path snapshot = snapshots.snapshotDirectory(snapshots.create(false));
    SHOWN.add(new SampleTable().add(server.reader().read(List.of(Matcher.ANY), TimeRange.ALL)));
    SNAPSHOTS.add(snapshot);
    BACKUPS.add(SerialBackup.of(snapshot, archive));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void readsBackExactlyWhatTheServerAnsweredThatNight(int night) {
    SampleTable archived = ArchivedSamples.of(archive.toString(), BACKUPS.get(night).id());

    assertThat(archived.minus(SHOWN.get(night))).isEmpty();
    assertThat(SHOWN.get(night).minus(archived)).isEmpty();
    assertThat(archived.samples()).isGreaterThan(100_000);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void bringsBackTheSnapshotOfEachNightToTheByte(int night, @TempDir Path restored) {
    try (BlobStore store = BlobStores.open(archive.toString())) {
      for (ArchivedBlock block : BACKUPS.get(night).blocks()) {
        ExactRestore.restore(store, BACKUPS.get(night), block, restored, samples -> {});
      }
    }

    assertThat(ArchiveListing.of(restored)).isEqualTo(ArchiveListing.of(SNAPSHOTS.get(night)));
  }

  @Test
  void rewritesTheDayOfWhichSamplesWereDeletedAndNoOther() {
    List<String> written =
        BACKUPS.get(1).files("samples").stream()
            .filter(file -> file.key().contains(BACKUPS.get(1).id()))
            .map(file -> file.day().toString())
            .distinct()
            .toList();

    assertThat(written).containsExactly("2026-11-11", "2026-11-12");
    assertThat(BACKUPS.get(1).files("samples"))
        .noneMatch(
            file ->
                file.day().toString().equals("2026-11-11")
                    && !file.key().contains(BACKUPS.get(1).id()));
  }

  @Test
  void writesNoSampleWhereTombstonesWereOnlyCleaned() {
    assertThat(BACKUPS.get(2).totals().newSamples()).isZero();
  }

  @Test
  void keepsTheDeletedSamplesInTheFirstBackup() {
    assertThat(SHOWN.get(0).minus(SHOWN.get(1))).containsOnlyKeys(DOOMED);
  }
}
