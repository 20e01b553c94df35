package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.ArchiveSplit;
import dev.almanac.backup.ArchivedSamples;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archiving again: each sample is written once, whatever the snapshots share. */
class RepeatedArchiveTest {

  private static final long STEP = 15_000;

  /** Samples that one series of {@link #STEP} has in an hour. */
  private static final long PER_HOUR = HOUR / STEP;

  @TempDir private Path temp;
  private Path root;
  private int snapshots;

  @BeforeEach
  void name() {
    root = temp.resolve("archive");
  }

  private SnapshotFolder snapshot() {
    // Named as Prometheus names them, by when they were taken.
    String name = "20261201T0000%02dZ-1f2e3d4c5b6a7988".formatted(snapshots++);
    return new SnapshotFolder(temp.resolve(name));
  }

  private static Consumer<SnapshotFolder.Content> hours(long from, long until) {
    return block ->
        block
            .floats("requests_total", 5, MIDNIGHT + from * HOUR, MIDNIGHT + until * HOUR, STEP)
            .floats("up", MIDNIGHT + from * HOUR, MIDNIGHT + until * HOUR, STEP)
            .histograms("latency", MIDNIGHT + from * HOUR, MIDNIGHT + until * HOUR, STEP);
  }

  private CommandRun archive(SnapshotFolder snapshot, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("archive", "--from", snapshot.path().toString(), "--archive", root.toString()));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private CommandRun archived(SnapshotFolder snapshot) {
    CommandRun run = archive(snapshot);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    return run;
  }

  private List<Manifest> backups() {
    try (BlobStore store = BlobStores.open(root.toString())) {
      return new Catalog(store).backups();
    }
  }

  private Manifest latest() {
    List<Manifest> backups = backups();
    return backups.get(backups.size() - 1);
  }

  /** Asserts that each sample is in exactly one row of one file, and how many there are. */
  private void assertEachSampleOnce(String kind, long samples) throws SQLException {
    try (PlainDuckDb duckDb = new PlainDuckDb(root)) {
      assertThat(duckDb.number("SELECT count(*) FROM " + duckDb.files(kind))).isEqualTo(samples);
      assertThat(duckDb.number("SELECT count(DISTINCT (series_id, ts)) FROM " + duckDb.files(kind)))
          .isEqualTo(samples);
    }
  }

  private void assertAllWhole() {
    assertThat(backups()).allSatisfy(b -> assertThat(ArchiveListing.broken(root, b)).isEmpty());
    assertThat(ArchiveListing.debris(root)).isEmpty();
  }

  @Test
  void changesNothingTheSecondTime() {
    SnapshotFolder snapshot = snapshot().block(hours(0, 2));
    archived(snapshot);
    SortedMap<String, String> before = ArchiveListing.of(root);

    CommandRun again = archived(snapshot);

    assertThat(ArchiveListing.of(root)).isEqualTo(before);
    assertThat(again.out()).startsWith("Already archived: backup " + latest().id());
  }

  @Test
  void writesOnlyWhatIsNewLaterInTheSameDay() throws SQLException {
    archived(snapshot().block(hours(0, 2)).block(hours(2, 3)));
    SortedMap<String, String> before = ArchiveListing.ofData(root);

    archived(snapshot().block(hours(0, 2)).block(hours(2, 5)));

    assertThat(ArchiveListing.ofData(root)).containsAllEntriesOf(before);
    assertThat(backups()).hasSize(2);
    assertThat(latest().totals().newSamples()).isEqualTo(7 * 2 * PER_HOUR);
    assertThat(latest().totals().samples()).isEqualTo(6 * 5 * PER_HOUR);
    assertThat(latest().totals().histograms()).isEqualTo(5 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 5 * PER_HOUR);
    assertEachSampleOnce("histograms", 5 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void readsNoDayAgainWhoseBlocksAreTheSame() throws SQLException {
    archived(snapshot().block(hours(0, 24)).block(hours(24, 25)));
    Map<String, String> before = ArchiveListing.ofData(root);

    archived(snapshot().block(hours(0, 24)).block(hours(24, 27)));

    Map<String, String> added = new TreeMap<>(ArchiveListing.ofData(root));
    added.keySet().removeAll(before.keySet());
    assertThat(added.keySet()).isNotEmpty().allMatch(file -> file.contains("/day=2026-11-22/"));
    assertThat(latest().totals().samples()).isEqualTo(6 * 27 * PER_HOUR);
    assertThat(latest().totals().newSamples()).isEqualTo(7 * 2 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 27 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void addsNothingWhereBlocksWereOnlyMerged() throws SQLException {
    archived(snapshot().block(hours(0, 2)).block(hours(2, 4)));
    SortedMap<String, String> before = ArchiveListing.ofData(root);

    archived(snapshot().block(hours(0, 4)));

    assertThat(ArchiveListing.ofData(root)).isEqualTo(before);
    assertThat(backups()).hasSize(2);
    assertThat(latest().totals().newSamples()).isZero();
    assertThat(latest().totals().samples()).isEqualTo(6 * 4 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void picksUpASampleThatCameLate() throws SQLException {
    long late = MIDNIGHT + HOUR + 7_777;
    archived(snapshot().block(hours(0, 2)));

    archived(snapshot().block(block -> hours(0, 2).accept(block.sample("up", late))));

    assertThat(latest().totals().newSamples()).isEqualTo(1);
    assertThat(ArchivedSamples.of(root.toString(), "latest").samples())
        .isEqualTo(7 * 2 * PER_HOUR + 1);
    assertEachSampleOnce("samples", 6 * 2 * PER_HOUR + 1);
    assertAllWhole();
  }

  @Test
  void yieldsOverlappingBlocksOnce() throws SQLException {
    archived(snapshot().block(hours(0, 2)).block(hours(1, 3)));

    assertEachSampleOnce("samples", 6 * 3 * PER_HOUR);
    assertThat(latest().totals().samples()).isEqualTo(6 * 3 * PER_HOUR);
  }

  private static Consumer<SnapshotFolder.Content> hoursWithoutASample(long from, long until) {
    return block -> hours(from, until).accept(block.delete("up", MIDNIGHT + HOUR, MIDNIGHT + HOUR));
  }

  @Test
  void writesADayAnewOfWhichASampleWasDeleted() throws SQLException {
    archived(snapshot().block(hours(0, 24)).block(hours(24, 26)));

    archived(snapshot().block(hoursWithoutASample(0, 24)).block(hours(24, 26)));

    assertThat(latest().totals().samples()).isEqualTo(6 * 26 * PER_HOUR - 1);
    assertThat(latest().totals().newSamples()).isEqualTo(7 * 24 * PER_HOUR - 1);
    assertThat(ArchivedSamples.of(root.toString(), latest().id()).samples())
        .isEqualTo(7 * 26 * PER_HOUR - 1);
    assertEachSampleOnce("samples", 6 * 26 * PER_HOUR - 1);
    assertAllWhole();
  }

  @Test
  void leavesADeletedSampleToTheOlderBackup() {
    archived(snapshot().block(hours(0, 2)));
    SampleTable before = ArchivedSamples.of(root.toString(), latest().id());

    archived(snapshot().block(hoursWithoutASample(0, 2)));

    SampleTable older = ArchivedSamples.of(root.toString(), backups().get(0).id());
    assertThat(before.minus(older)).isEmpty();
    assertThat(older.minus(ArchivedSamples.of(root.toString(), "latest")).keySet())
        .containsExactly(Labels.of("__name__", "up", "job", "test"));
  }

  @Test
  void hidesFromTheFoldersADayOfWhichNothingIsLeft() throws SQLException {
    archived(snapshot().block(hours(0, 24)).block(hours(24, 49)));

    CommandRun run =
        archive(
            snapshot()
                .block(
                    block -> {
                      hours(0, 24).accept(block);
                      block.deleteAll();
                    })
                .block(hours(24, 49)),
            "--accept-removals");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(latest().totals().samples()).isEqualTo(6 * 25 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 25 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void keepsWhatTheServerForgotOfADayThatIsWrittenAnew() throws SQLException {
    archived(snapshot().block(hours(0, 2)).block(hours(2, 24)));

    // Retention took the first block, and in the second a sample was deleted.
    archived(
        snapshot()
            .block(
                block ->
                    hours(2, 24)
                        .accept(block.delete("up", MIDNIGHT + 5 * HOUR, MIDNIGHT + 5 * HOUR))));

    assertThat(latest().totals().samples()).isEqualTo(6 * 22 * PER_HOUR - 1);
    assertEachSampleOnce("samples", 6 * 24 * PER_HOUR - 1);
    assertAllWhole();
  }

  @Test
  void buildsOnTheDayAsItWasWrittenAnew() throws SQLException {
    archived(snapshot().block(hours(0, 2)));
    archived(snapshot().block(hoursWithoutASample(0, 2)));

    archived(snapshot().block(hoursWithoutASample(0, 2)).block(hours(2, 3)));

    assertThat(latest().totals().newSamples()).isEqualTo(7 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 3 * PER_HOUR - 1);
    assertAllWhole();
  }

  @Test
  void showsTheDeletedSampleAgainOnceTheServerIsRestoredFromBefore() throws SQLException {
    archived(snapshot().block(hours(0, 24)));
    archived(snapshot().block(hoursWithoutASample(0, 24)));

    archived(snapshot().block(hours(0, 24)).block(hours(24, 25)));

    assertThat(latest().totals().samples()).isEqualTo(6 * 25 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 25 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void readsNoSettledDay() {
    archived(snapshot().block(hours(0, 24)).block(hours(24, 25)));

    ArchivePlan plan = plan(snapshot().block(hours(0, 24)).block(hours(24, 26)));

    assertThat(plan.splits())
        .extracting(ArchiveSplit::day)
        .containsOnly(LocalDate.of(2026, 11, 22));
  }

  private ArchivePlan plan(SnapshotFolder snapshot) {
    return Archiver.plan(
        new ArchiveRequest(
            snapshot.path(),
            root.toString(),
            new Manifest.Source(snapshot.path().toString(), "", List.of()),
            "test"));
  }

  @Test
  void refusesTheSnapshotOfAnotherServerAndLeavesTheArchiveAsItWas() {
    archived(snapshot().block(hours(0, 2)));
    SortedMap<String, String> before = ArchiveListing.ofData(root);

    CommandRun run = archive(snapshot().block(RepeatedArchiveTest::anotherServer));

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("holds 3360 samples of the time that this snapshot covers")
        .contains("shows no more than 0 of them: is it that of another server?")
        .contains("--accept-removals");
    assertThat(ArchiveListing.ofData(root)).isEqualTo(before);
    assertThat(backups()).hasSize(1);
  }

  @Test
  void takesTheSnapshotOfAnotherServerWhereItIsToldTo() throws SQLException {
    archived(snapshot().block(hours(0, 2)));

    CommandRun run =
        archive(snapshot().block(RepeatedArchiveTest::anotherServer), "--accept-removals");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertEachSampleOnce("samples", 2 * PER_HOUR);
    assertAllWhole();
  }

  private static void anotherServer(SnapshotFolder.Content block) {
    block.floats("other", MIDNIGHT, MIDNIGHT + 2 * HOUR, STEP);
  }

  @Test
  void keepsWhatTheServerHasSinceForgotten() throws SQLException {
    archived(snapshot().block(hours(0, 2)).block(hours(2, 4)));

    archived(snapshot().block(hours(2, 5)));

    assertThat(latest().totals().samples()).isEqualTo(6 * 3 * PER_HOUR);
    assertThat(latest().totals().newSamples()).isEqualTo(7 * PER_HOUR);
    assertEachSampleOnce("samples", 6 * 5 * PER_HOUR);
    assertAllWhole();
  }

  @Test
  void countsWhatTheSnapshotShowsEvenWhereTheSameBlocksWereArchivedAmongOthers() {
    archived(snapshot().block(hours(0, 2)).block(hours(2, 4)));
    archived(snapshot().block(hours(2, 4)));

    // The day's blocks are the same as before, and its files hold more than those show.
    archived(snapshot().block(hours(2, 4)).block(hours(24, 25)));

    assertThat(latest().totals().samples()).isEqualTo(6 * 3 * PER_HOUR);
  }

  @Test
  void namesTheSameSnapshotTheSameInAnotherArchive() {
    SnapshotFolder snapshot = snapshot().block(hours(0, 2));
    archived(snapshot);
    SortedMap<String, String> there = ArchiveListing.ofData(root);

    root = temp.resolve("another");
    archived(snapshot);

    assertThat(ArchiveListing.ofData(root)).isEqualTo(there);
  }

  @Test
  void archivesIntoAnArchiveWithBackupsOfAnotherServer() throws SQLException {
    archived(snapshot().block(hours(0, 2)));

    archived(
        snapshot()
            .block(
                block ->
                    block.floats("other", MIDNIGHT + DAY, MIDNIGHT + DAY + 10 * MINUTE, MINUTE)));

    assertThat(latest().totals().samples()).isEqualTo(10);
    assertEachSampleOnce("samples", 6 * 2 * PER_HOUR + 10);
    assertAllWhole();
  }
}
