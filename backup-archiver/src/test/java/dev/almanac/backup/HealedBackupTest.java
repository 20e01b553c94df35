package dev.almanac.backup;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.prometheus.SampleTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup of tonight is whole, whatever became of the files it would have built on. */
class HealedBackupTest {

  private static final String OLD_DAY = "/day=2026-11-21/";

  private interface Block extends Consumer<SnapshotFolder.Content> {}

  @TempDir private Path temp;
  private Path root;
  private int nights;

  @BeforeEach
  void name() {
    root = temp.resolve("archive");
  }

  private static Block hours(long from, long until) {
    return block ->
        block
            .floats("up", 3, MIDNIGHT + from * HOUR, MIDNIGHT + until * HOUR, MINUTE)
            .histograms("latency", MIDNIGHT + from * HOUR, MIDNIGHT + until * HOUR, MINUTE);
  }

  private Path snapshot(Block... blocks) {
    SnapshotFolder snapshot =
        new SnapshotFolder(temp.resolve("20261201T0000%02dZ-1f2e3d4c5b6a7988".formatted(nights++)));
    List.of(blocks).forEach(snapshot::block);
    return snapshot.path();
  }

  private Manifest backup(Block... blocks) {
    return SerialBackup.of(snapshot(blocks), root);
  }

  /** What a snapshot holds, by a backup of it into an archive of its own. */
  private SampleTable samplesOf(Path snapshot) {
    Path other = temp.resolve("other-" + snapshot.getFileName());
    return ArchivedSamples.of(other.toString(), SerialBackup.of(snapshot, other).id());
  }

  private SampleTable samplesOf(Manifest backup) {
    return ArchivedSamples.of(root.toString(), backup.id());
  }

  private static ArchivedFile file(Manifest backup, String kind, String day) {
    return backup.files(kind).stream()
        .filter(file -> file.key().contains(day))
        .findFirst()
        .orElseThrow();
  }

  private void lose(ArchivedFile file) throws IOException {
    Files.delete(root.resolve(file.key()));
  }

  private void assertSame(SampleTable one, SampleTable other) {
    assertThat(one.samples()).isPositive();
    assertThat(one.minus(other)).isEmpty();
    assertThat(other.minus(one)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"series", "samples", "histograms"})
  void writesADayAnewOfWhichAFileIsGone(String kind) throws IOException {
    Manifest before = backup(hours(0, 24), hours(24, 30));
    ArchivedFile lost = file(before, kind, OLD_DAY);
    lose(lost);
    Path snapshot = snapshot(hours(0, 24), hours(24, 34));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertSame(samplesOf(healed), samplesOf(snapshot));
    assertThat(healed.source().losses())
        .containsExactly(
            "2026-11-21 was archived anew: "
                + lost.key()
                + " is missing or damaged ('almanac verify' tells which earlier backups need it)");
  }

  @Test
  void leavesTheOlderBackupsListedAndTheirLossToBeFound() throws IOException {
    Manifest before = backup(hours(0, 24), hours(24, 30));
    ArchivedFile lost = file(before, "samples", OLD_DAY);
    lose(lost);

    Manifest healed = backup(hours(0, 24), hours(24, 34));

    try (BlobStore store = BlobStores.open(root.toString())) {
      assertThat(new Catalog(store).ids()).containsExactlyInAnyOrder(before.id(), healed.id());
      ArchiveCheck check = new ArchiveCheck(store, bytes -> {});
      assertThat(check.bytes(healed)).isEmpty();
      assertThat(check.bytes(before))
          .extracting(ArchiveCheck.Finding::key)
          .containsExactly(lost.key());
    }
    assertThat(ArchiveListing.debris(root)).isEmpty();
  }

  @Test
  void writesTheDayAnewOnce() throws IOException {
    lose(file(backup(hours(0, 24), hours(24, 30)), "samples", OLD_DAY));
    backup(hours(0, 24), hours(24, 34));

    Manifest next = backup(hours(0, 24), hours(24, 36));

    assertThat(next.source().losses()).isEmpty();
    assertThat(next.totals().newSamples()).isEqualTo(2 * 60 * 4);
  }

  @Test
  void writesADayAnewOfWhichAFileWasCutShort() throws IOException {
    ArchivedFile cut = file(backup(hours(0, 24), hours(24, 30)), "samples", OLD_DAY);
    byte[] bytes = Files.readAllBytes(root.resolve(cut.key()));
    Files.write(root.resolve(cut.key()), Arrays.copyOf(bytes, bytes.length - 1));

    Manifest healed = backup(hours(0, 24), hours(24, 34));

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertThat(healed.source().losses()).singleElement().asString().contains(cut.key());
  }

  @Test
  void writesADayAnewOfWhichAFileIsFoundDamagedWhenItIsRead() throws IOException {
    ArchivedFile damaged = file(backup(hours(0, 20)), "samples", OLD_DAY);
    damage(damaged);
    Path snapshot = snapshot(hours(0, 24));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertSame(samplesOf(healed), samplesOf(snapshot));
    assertThat(healed.source().losses()).singleElement().asString().contains(damaged.key());
  }

  /** As long as before, so that only reading it tells. */
  private void damage(ArchivedFile file) throws IOException {
    byte[] bytes = Files.readAllBytes(root.resolve(file.key()));
    for (int i = 4; i < bytes.length - 4; i++) {
      bytes[i] ^= 0x55;
    }
    Files.write(root.resolve(file.key()), bytes);
  }

  @Test
  void copiesWhatTheSnapshotNoLongerHoldsFromTheFilesThatAreThere() throws IOException {
    Manifest first = backup(hours(0, 12));
    Manifest second = backup(hours(0, 12), hours(12, 24));
    ArchivedFile lost =
        second.files("samples").stream()
            .filter(file -> !first.files().contains(file))
            .findFirst()
            .orElseThrow();
    SampleTable all = samplesOf(second);
    lose(lost);

    Manifest healed = backup(hours(12, 24));

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertSame(samplesOf(healed), all);
    assertThat(healed.source().losses())
        .singleElement()
        .asString()
        .startsWith("2026-11-21 was archived anew: " + lost.key())
        .doesNotContain("lost is");
  }

  @Test
  void savesTonightsDataAndSaysWhatIsGoneForGood() throws IOException {
    Manifest first = backup(hours(0, 12));
    ArchivedFile lost = file(first, "samples", OLD_DAY);
    lose(lost);
    Path snapshot = snapshot(hours(6, 24));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertSame(samplesOf(healed), samplesOf(snapshot));
    assertThat(healed.source().losses())
        .singleElement()
        .asString()
        .startsWith("2026-11-21 was archived anew: " + lost.key())
        .endsWith(
            "; the snapshot does not go back to all that was there, and lost is what was archived"
                + " of 2026-11-21T00:00:00Z to 2026-11-21T05:59:59.999Z");
  }

  @Test
  void passesOverAFileThatIsFoundDamagedOnlyWhenADayIsWrittenAnew() throws IOException {
    Manifest first = backup(hours(0, 8));
    Manifest second = backup(hours(0, 8), hours(8, 16));
    damage(file(first, "samples", OLD_DAY));
    lose(
        second.files("samples").stream()
            .filter(file -> !first.files().contains(file))
            .findFirst()
            .orElseThrow());

    Manifest healed = backup(hours(8, 24));

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertThat(healed.source().losses())
        .singleElement()
        .asString()
        .contains(" and one more file are missing or damaged")
        .endsWith("lost is what was archived of 2026-11-21T00:00:00Z to 2026-11-21T07:59:00Z");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void keepsChunksAnewThatOnlyALostFileKept(boolean damaged) throws IOException {
    Block deleted =
        block ->
            block
                .floats("up", MIDNIGHT, MIDNIGHT + DAY, MINUTE)
                .delete("up", MIDNIGHT + HOUR, MIDNIGHT + 2 * HOUR);
    ArchivedFile lost = file(backup(deleted, hours(24, 30)), "chunks", OLD_DAY);
    if (damaged) {
      damage(lost);
    } else {
      lose(lost);
    }
    Path snapshot = snapshot(deleted, hours(24, 34));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertThat(healed.source().losses())
        .containsExactly(
            lost.key() + " is missing or damaged; the chunks that it kept were kept anew");
    assertBlocksComeBack(healed, snapshot);
  }

  private void assertBlocksComeBack(Manifest backup, Path snapshot) {
    Path restored = temp.resolve("restored");
    try (BlobStore store = BlobStores.open(root.toString())) {
      for (ArchivedBlock block : backup.blocks()) {
        ExactRestore.restore(store, backup, block, restored, samples -> {});
      }
    }
    assertThat(ArchiveListing.of(restored)).isEqualTo(ArchiveListing.of(snapshot));
  }

  @Test
  void bringsTheBlocksOfAHealedDayBackToTheByte() throws IOException {
    lose(file(backup(hours(0, 24), hours(24, 30)), "samples", OLD_DAY));
    Path snapshot = snapshot(hours(0, 24), hours(24, 34));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertBlocksComeBack(healed, snapshot);
  }

  @Test
  void makesAFirstBackupAnewWhereAllDataIsGone() throws IOException {
    Manifest before = backup(hours(0, 24), hours(24, 30));
    for (ArchivedFile file : before.files()) {
      lose(file);
    }
    Path snapshot = snapshot(hours(0, 24), hours(24, 34));

    Manifest healed = SerialBackup.of(snapshot, root);

    assertThat(ArchiveListing.broken(root, healed)).isEmpty();
    assertSame(samplesOf(healed), samplesOf(snapshot));
    assertThat(healed.source().losses()).hasSize(2);
  }
}
