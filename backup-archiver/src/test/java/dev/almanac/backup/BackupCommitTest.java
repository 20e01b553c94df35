package dev.almanac.backup;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobException;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommitTest {

  @TempDir private Path temp;
  private Path root;
  private ArchivePlan plan;

  @BeforeEach
  void plan() {
    root = temp.resolve("archive");
    plan = plan(snapshot("first", 0));
  }

  private Path snapshot(String name, long fromHour) {
    long from = MIDNIGHT + fromHour * HOUR;
    return new SnapshotFolder(temp.resolve(name))
        .block(block -> block.floats("up", 3, from, from + DAY + HOUR, MINUTE))
        .path();
  }

  private ArchivePlan plan(Path snapshot) {
    return Archiver.plan(
        new ArchiveRequest(
            snapshot, root.toString(), new Manifest.Source("here", "", List.of()), "almanac test"));
  }

  private static List<StagedPart> stage(ArchivePlan plan) {
    List<StagedPart> parts = new ArrayList<>();
    try (PartArchiver archiver = new PartArchiver(plan)) {
      plan.splits().forEach(split -> parts.add(archiver.archive(split, samples -> {})));
    }
    return parts;
  }

  private List<String> visible() {
    return ArchiveListing.of(root).keySet().stream()
        .filter(file -> !file.startsWith(".pending") && !file.startsWith("locks"))
        .toList();
  }

  @Test
  void showsNothingBeforeIt() {
    stage(plan);

    assertThat(visible()).isEmpty();
  }

  @Test
  void showsAllFilesAndTheManifest() {
    Manifest backup = BackupCommit.commit(plan, stage(plan));

    assertThat(ArchiveListing.broken(root, backup)).isEmpty();
    assertThat(ArchiveListing.debris(root)).isEmpty();
    assertThat(backup.files()).hasSize(4);
    assertThat(backup.totals().samples()).isEqualTo(3 * 25 * 60);
    assertThat(backup.totals().newSamples()).isEqualTo(3 * 25 * 60);
    assertThat(backup.totals().timeRange().from()).isEqualTo(MIDNIGHT);
    assertThat(backup.totals().timeRange().until()).isEqualTo(MIDNIGHT + 25 * HOUR - MINUTE + 1);
  }

  @Test
  void yieldsTheManifestThatIsThereWhereTheSameBackupWasCommittedMeanwhile() {
    List<StagedPart> slow = stage(plan);
    Manifest first = BackupCommit.commit(plan, stage(plan));
    SortedMap<String, String> before = ArchiveListing.ofData(root);

    Manifest second = BackupCommit.commit(plan, slow);

    assertThat(second).isEqualTo(first);
    assertThat(ArchiveListing.ofData(root)).isEqualTo(before);
  }

  @Test
  void refusesAPlanThatDoesNotKnowABackupCommittedSince() {
    ArchivePlan other = plan(snapshot("second", 30));
    List<StagedPart> late = stage(plan);
    BackupCommit.commit(other, stage(other));
    List<String> before = visible();

    assertThatThrownBy(() -> BackupCommit.commit(plan, late))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("another backup was committed while " + plan.backupId());

    assertThat(visible()).isEqualTo(before);
  }

  @Test
  void removesWhatNoManifestNamesAndNothingElse() throws IOException {
    BackupCommit.commit(plan, stage(plan));
    List<String> listed = visible();
    Path orphan = root.resolve("samples/day=2026-11-21/20261101T000000Z-00000000-00000.parquet");
    Files.writeString(orphan, "left by a commit that crashed");
    Path foreign = Files.writeString(root.resolve("README.txt"), "nothing of ours");

    ArchivePlan other = plan(snapshot("second", 30));
    BackupCommit.commit(other, stage(other));

    assertThat(orphan).doesNotExist();
    assertThat(foreign).exists();
    assertThat(visible()).containsAll(listed);
  }

  @Test
  void takesBackWhatItPublishedWhereAPartIsGone() {
    List<StagedPart> parts = stage(plan);
    List<StagedPart> others = stage(plan);
    // Another run of the same plan clears what is pending, but not what is staged after that.
    Archiver.abandon(plan);
    List<StagedPart> torn = new ArrayList<>(stage(plan).subList(0, 1));
    torn.addAll(others.subList(1, others.size()));

    assertThatThrownBy(() -> BackupCommit.commit(plan, torn)).isInstanceOf(RuntimeException.class);

    assertThat(visible()).isEmpty();
    assertThat(parts).hasSameSizeAs(torn);
  }

  @Test
  void failsByNameWhereAnotherRunOfTheSameSnapshotDiscardedWhatItStaged() {
    List<StagedPart> discarded = stage(plan);
    ArchivePlan other = plan(Path.of(plan.snapshot()));
    List<StagedPart> staged = stage(other);

    assertThatThrownBy(() -> BackupCommit.commit(plan, discarded))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining(discarded.get(0).files().get(0).file().key())
        .hasMessageEndingWith(
            "it was discarded, perhaps by another run of the same work; run it again");
    assertThat(visible()).isEmpty();

    Manifest backup = BackupCommit.commit(other, staged);
    assertThat(ArchiveListing.broken(root, backup)).isEmpty();
    assertThat(ArchiveListing.debris(root)).isEmpty();
  }

  @Test
  void clearsWhatItsOwnPlanLeftPendingAndNotWhatAnotherIsMaking() {
    ArchivePlan other = plan(snapshot("second", 30));
    List<StagedPart> othersParts = stage(other);
    stage(plan);

    Archiver.abandon(plan);

    assertThat(ArchiveListing.of(root).keySet())
        .isNotEmpty()
        .allMatch(file -> file.contains(other.backupId()));
    Manifest backup = BackupCommit.commit(other, othersParts);
    assertThat(ArchiveListing.broken(root, backup)).isEmpty();
  }
}
