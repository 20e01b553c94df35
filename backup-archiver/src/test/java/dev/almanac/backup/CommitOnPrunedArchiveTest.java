package dev.almanac.backup;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.History;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommitOnPrunedArchiveTest {

  @TempDir Path folder;
  private BlobStore store;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root());
  }

  private String root() {
    return folder.resolve("archive").toString();
  }

  /** The plan to archive these blocks, as a snapshot that was taken at midnight of that day. */
  private ArchivePlan plan(int day, List<Consumer<SnapshotFolder.Content>> blocks) {
    SnapshotFolder snapshot =
        new SnapshotFolder(folder.resolve("202611%02dT000000Z-%016x".formatted(day, day)));
    blocks.forEach(snapshot::block);
    return Archiver.plan(
        new ArchiveRequest(
            snapshot.path(), root(), new Manifest.Source("", "", List.of()), "test"));
  }

  /** Ten minutes of a day, of November 2026. */
  private static Consumer<SnapshotFolder.Content> block(int day) {
    long from = MIDNIGHT + (day - 21) * DAY;
    return block -> block.floats("up", from, from + 10 * MINUTE, MINUTE);
  }

  private List<StagedPart> stage(ArchivePlan plan) {
    List<StagedPart> parts = new ArrayList<>();
    try (PartArchiver archiver = new PartArchiver(plan)) {
      plan.splits().forEach(split -> parts.add(archiver.archive(split, samples -> {})));
    }
    return parts;
  }

  private Manifest archive(ArchivePlan plan) {
    return BackupCommit.commit(plan, stage(plan));
  }

  private PrunePlan prune(OptionalInt history) {
    Retention newestOnly = new Retention(0, 1, history);
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofDays(100));
    return new Pruner(store, newestOnly, Duration.ofDays(200), later).prune();
  }

  private Set<String> data() {
    Set<String> keys = new TreeSet<>();
    store.list("").stream().map(BlobInfo::key).forEach(keys::add);
    keys.removeIf(key -> key.startsWith("locks/") || key.startsWith("backups/"));
    return keys;
  }

  private Set<String> named() {
    Set<String> keys = new TreeSet<>();
    new Catalog(store)
        .backups()
        .forEach(backup -> backup.files().stream().map(ArchivedFile::key).forEach(keys::add));
    return keys;
  }

  @Test
  void buildsOnABackupThatAPruneLeftBehind() {
    archive(plan(22, List.of(block(21))));
    archive(plan(23, List.of(block(21), block(22))));
    ArchivePlan planned = plan(24, List.of(block(21), block(22), block(23)));
    List<StagedPart> parts = stage(planned);
    assertThat(planned.settled()).isNotEmpty();

    assertThat(prune(OptionalInt.empty()).removed()).hasSize(1);
    Manifest committed = BackupCommit.commit(planned, parts);

    assertThat(committed.files()).containsAll(planned.settled());
    assertThat(data()).isEqualTo(named());
  }

  @Test
  void refusesToBuildOnFilesThatAPruneRemoved() {
    archive(plan(22, List.of(block(21))));
    ArchivePlan planned = plan(24, List.of(block(21), block(23)));
    List<StagedPart> parts = stage(planned);
    Manifest unrelated = archive(plan(23, List.of(block(22))));
    prune(OptionalInt.empty());
    // As if the backup that the prune left had been there when the plan was made.
    ArchivePlan unaware = with(planned, planned.settled(), Set.of(unrelated.id()));

    assertThatThrownBy(() -> BackupCommit.commit(unaware, parts))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(planned.settled().get(0).key() + " was removed with the backups")
        .hasMessageEndingWith("run it again");

    assertThat(new Catalog(store).ids()).containsExactly(unrelated.id());
    assertThat(data()).isEqualTo(named());
  }

  /** The same plan with other beginnings. */
  private static ArchivePlan with(
      ArchivePlan plan, List<ArchivedFile> settled, Set<String> earlierBackups) {
    return new ArchivePlan(
        plan.backupId(),
        plan.takenAt(),
        plan.source(),
        plan.writer(),
        plan.snapshot(),
        plan.archive(),
        plan.encodings(),
        plan.blocks(),
        settled,
        plan.kept(),
        plan.lostChunks(),
        earlierBackups,
        plan.salted(),
        plan.series(),
        plan.splits(),
        plan.late(),
        plan.acceptRemovals(),
        plan.components());
  }

  @Test
  void refusesToCommitAfterAnotherBackup() {
    archive(plan(22, List.of(block(21))));
    ArchivePlan planned = plan(24, List.of(block(21), block(23)));
    List<StagedPart> parts = stage(planned);
    archive(plan(23, List.of(block(22))));

    assertThatThrownBy(() -> BackupCommit.commit(planned, parts))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("another backup was committed while " + planned.backupId());
    assertThat(data()).isEqualTo(named());
  }

  @Test
  void buildsOnHistoryThatNoBackupNamesAnyMore() {
    Manifest first = archive(plan(22, List.of(block(21))));
    archive(plan(23, List.of(block(22))));
    assertThat(prune(OptionalInt.of(100_000)).history().files()).isEqualTo(first.files());
    ArchivePlan planned = plan(24, List.of(block(21), block(23)));

    Manifest third = archive(planned);

    assertThat(third.files()).containsAll(first.files());
    assertThat(third.totals().newSamples()).isEqualTo(10);
    assertThat(data()).containsAll(named());
  }

  @Test
  void supersedesWhatItDoesNotNameAnyMore() {
    Manifest first = archive(plan(22, List.of(block(21))));
    ArchivePlan whole = plan(23, List.of(block(21), block(22)));
    ArchivePlan planned = with(whole, List.of(), whole.earlierBackups());

    BackupCommit.commit(planned, stage(planned));

    for (ArchivedFile file : first.files()) {
      assertThat(data()).contains(file.supersededKey()).doesNotContain(file.key());
      assertThat(new ArchivedFiles(store).locate(file).key()).isEqualTo(file.supersededKey());
    }
  }

  @Test
  void neverNamesAFileThatIsNotThere() {
    archive(plan(22, List.of(block(21))));
    ArchivePlan planned = plan(23, List.of(block(21), block(22)));
    List<StagedPart> parts = stage(planned);
    ArchivedFile lost = planned.settled().get(0);
    store.delete(lost.key());

    assertThatThrownBy(() -> BackupCommit.commit(planned, parts))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("lacks " + lost.key() + ", which backup " + planned.backupId());
    assertThat(new Catalog(store).find(planned.backupId())).isEmpty();
  }

  @Test
  void finishesWhatACommitLeftUndoneThatWasKilled() {
    Manifest first = archive(plan(22, List.of(block(21))));
    ArchivePlan whole = plan(23, List.of(block(21), block(22)));
    ArchivePlan planned = with(whole, List.of(), whole.earlierBackups());
    Set<String> superseded = new TreeSet<>();
    first.files().forEach(file -> superseded.add(file.supersededKey()));
    boolean finished = false;
    for (int calls = 0; !finished; calls++) {
      finished = commitWith(planned, calls);
      assertThat(brokenFiles()).as("after %d calls", calls).isEmpty();
    }

    assertThat(data()).containsAll(superseded);
    assertThat(new HistoryLog(store).newest()).isEqualTo(History.NONE);
    Set<String> live = new TreeSet<>(named());
    first.files().forEach(file -> live.remove(file.key()));
    live.addAll(superseded);
    assertThat(data()).isEqualTo(live);
  }

  /** Each attempt meets what the one before left; the last comes to its end. */
  private boolean commitWith(ArchivePlan plan, int calls) {
    try {
      BackupCommit.commit(plan, stage(plan), new DyingStore(store, calls));
      return true;
    } catch (DyingStore.Killed killed) {
      DyingStore.forgetLocks(store);
      return false;
    }
  }

  private List<String> brokenFiles() {
    Inventory inventory = Inventory.of(store);
    return new Catalog(store)
        .backups().stream().flatMap(backup -> inventory.missing(backup).stream()).toList();
  }
}
