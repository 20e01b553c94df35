package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.almanac.archive.ArchiveReader;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seven nights of one server, archived at 23:00: on the third, samples have come late; on the
 * fourth, nobody makes a backup; before the fifth, a day of a series is deleted.
 */
class SevenNightsTest {

  private static final long MIDNIGHT = SnapshotFolder.MIDNIGHT;
  private static final long HOUR = SnapshotFolder.HOUR;
  private static final long DAY = SnapshotFolder.DAY;

  private static final int LATE = 3;
  private static final int MISSED = 4;
  private static final int DELETED = 5;

  private static final Labels DELAYED = SimulatedServer.gauge(3);
  private static final Labels DOOMED = SimulatedServer.gauge(7);

  @TempDir private static Path folder;

  private static Path archive;
  private static final Map<Integer, Manifest> BACKUPS = new TreeMap<>();
  private static final Map<Integer, Path> SNAPSHOTS = new TreeMap<>();
  private static final Map<Integer, SampleTable> SHOWN = new TreeMap<>();

  @BeforeAll
  static void letSevenNightsPass() {
    archive = folder.resolve("archive");
    SimulatedServer server = new SimulatedServer(MIDNIGHT);
    for (int night = 1; night <= 7; night++) {
      long today = MIDNIGHT + (night - 1) * DAY;
      if (night == LATE) {
        server.advance(today + 12 * HOUR);
        server.takeLate(DELAYED, today - 5 * HOUR + 1);
        server.takeLate(DELAYED, today + HOUR + 7_777);
      }
      if (night == DELETED) {
        server.advance(today + 9 * HOUR);
        server.delete(DOOMED, today - 3 * DAY, today - 2 * DAY - 1);
      }
      server.advance(today + 23 * HOUR);
      SHOWN.put(night, server.samples());
      if (night != MISSED) {
        SNAPSHOTS.put(night, server.snapshot(folder.resolve("snapshots")));
        BACKUPS.put(night, SerialBackup.of(SNAPSHOTS.get(night), archive));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void readsBackExactlyWhatTheServerShowedThatNight(int night) {
    SampleTable archived = ArchivedSamples.of(archive.toString(), BACKUPS.get(night).id());

    assertThat(archived.minus(SHOWN.get(night))).isEmpty();
    assertThat(SHOWN.get(night).minus(archived)).isEmpty();
    assertThat(BACKUPS.get(night).totals().samples() + BACKUPS.get(night).totals().histograms())
        .isEqualTo(archived.samples());
  }

  /** Of a backup of everything into an empty archive, the part that the night's samples make up. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void writesNoMoreThanTheNightsShareOfAFullBackup(int night) {
    Manifest.Totals full =
        SerialBackup.of(SNAPSHOTS.get(night), folder.resolve("full-" + night)).totals();
    Manifest.Totals written = BACKUPS.get(night).totals();
    double share =
        (double) full.archiveBytes() * written.newSamples() / (full.samples() + full.histograms());

    assertThat((double) written.newBytes()).isCloseTo(share, withPercentage(15));
  }

  @Test
  void writesEachSampleOnceButThoseOfTheDayThatIsWrittenAnew() {
    long perDay = DAY / SimulatedServer.STEP * SHOWN.get(1).series().size();
    long perHour = perDay / 24;

    assertThat(newSamples(1)).isEqualTo(23 * perHour);
    assertThat(newSamples(2)).isEqualTo(perDay);
    assertThat(newSamples(LATE)).isEqualTo(perDay + 2);
    // Two nights' samples, and the day that is written anew: less the deleted series, and with the
    // sample that came late.
    assertThat(newSamples(DELETED)).isEqualTo(2 * perDay + perDay - DAY / SimulatedServer.STEP + 1);
    assertThat(newSamples(6)).isEqualTo(perDay);
    assertThat(newSamples(7)).isEqualTo(perDay);
  }

  private static long newSamples(int night) {
    return BACKUPS.get(night).totals().newSamples();
  }

  @Test
  void compactsBlocksMeanwhileAcrossMidnights() {
    List<BlockMeta> last = blocks(7);

    assertThat(last).anyMatch(block -> block.compaction().level() >= 3);
    assertThat(last)
        .anyMatch(
            block ->
                Math.floorDiv(block.minTime(), DAY) != Math.floorDiv(block.maxTime() - 1, DAY));
  }

  private static List<BlockMeta> blocks(int night) {
    return BACKUPS.get(night).blocks().stream()
        .map(block -> BlockMeta.read(SNAPSHOTS.get(night).resolve(block.ulid())))
        .toList();
  }

  /** As {@code diff -r} of the two folders would show it. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void bringsBackTheSnapshotOfEachNightToTheByte(int night, @TempDir Path restored)
      throws IOException {
    try (BlobStore store = BlobStores.open(archive.toString())) {
      Manifest backup = BACKUPS.get(night);
      for (ArchivedBlock block : backup.blocks()) {
        ExactRestore.restore(store, backup, block, restored, samples -> {});
      }
    }
    SortedMap<String, String> files = ArchiveListing.of(restored);

    assertThat(files).isEqualTo(ArchiveListing.of(SNAPSHOTS.get(night)));
    assertThat(files).hasSizeGreaterThan(10);
  }

  @Test
  void keepsDeletedSamplesInTheBackupsFromBefore() {
    SampleTable before = ArchivedSamples.of(archive.toString(), BACKUPS.get(DELETED - 2).id());
    SampleTable after = ArchivedSamples.of(archive.toString(), BACKUPS.get(DELETED).id());

    assertThat(before.minus(after)).containsOnlyKeys(DOOMED);
    assertThat(before.of(DOOMED)).hasSizeGreaterThan((int) (DAY / SimulatedServer.STEP));
  }

  /** What somebody finds who reads all files of the folders and knows nothing of manifests. */
  @Test
  void showsEachSampleOfTheLastNightOnceInTheFolders() {
    try (BlobStore store = BlobStores.open(archive.toString())) {
      SampleTable found = new SampleTable();
      ArchivedParts.open(store, live(store))
          .forEach(part -> found.add(ArchiveReader.open(part, SeriesRange.ALL, TimeRange.ALL)));

      assertThat(found.minus(SHOWN.get(7))).isEmpty();
      assertThat(SHOWN.get(7).minus(found)).isEmpty();
    }
  }

  /** All files in the folders, as the manifests describe them. */
  private static List<ArchivedFile> live(BlobStore store) {
    Map<String, ArchivedFile> known = new TreeMap<>();
    BACKUPS.values().forEach(b -> b.files().forEach(file -> known.put(file.key(), file)));
    List<String> keys = new ArrayList<>();
    for (String kind : List.of("samples/", "histograms/", "series/")) {
      store.list(kind).stream().map(BlobInfo::key).forEach(keys::add);
    }
    assertThat(known.keySet()).containsAll(keys);
    return keys.stream().map(known::get).toList();
  }

  @Test
  void leavesNothingBehindThatNoManifestNames() {
    assertThat(ArchiveListing.debris(archive)).isEqualTo(new TreeSet<>());
    BACKUPS
        .values()
        .forEach(backup -> assertThat(ArchiveListing.broken(archive, backup)).isEmpty());
  }
}
