package dev.almanac.backup;

import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CommitLock;
import dev.almanac.catalog.History;
import dev.almanac.catalog.Holdings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSweepTest {

  private static final ArchivedFile OLD = file(1, 1);
  private static final ArchivedFile NEW = file(1, 2);

  @TempDir Path root;
  @TempDir Path scratch;
  private BlobStore store;
  private HandmadeArchive archive;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
    archive = new HandmadeArchive(store);
  }

  private void sweep() {
    Holdings holdings = new Holdings(new Catalog(store).backups(), History.NONE);
    FileSweep sweep = new FileSweep(store, holdings);
    try (CommitLock lock = CommitLock.take(store, Duration.ZERO)) {
      sweep.perform(sweep.steps(Inventory.of(store)), lock);
    }
  }

  @Test
  void movesWhatTheNewestBackupOfItsDayDoesNotName() {
    archive.write(manifest(1, OLD)).write(manifest(2, NEW));

    sweep();

    assertThat(archive.keys()).contains(OLD.supersededKey(), NEW.key()).doesNotContain(OLD.key());
    assertThat(archive.broken()).isEmpty();
  }

  @Test
  void bringsBackWhatTheNewestBackupNamesAgain() {
    archive.write(manifest(1, OLD)).write(manifest(2, NEW));
    sweep();
    archive.write(manifest(3, OLD));

    sweep();

    assertThat(archive.keys())
        .contains(OLD.key(), NEW.supersededKey())
        .doesNotContain(OLD.supersededKey(), NEW.key());
    assertThat(archive.broken()).isEmpty();
  }

  @Test
  void finishesAMoveThatWasInterrupted() {
    archive.write(manifest(1, OLD)).write(manifest(2, NEW)).put(OLD.supersededKey());

    sweep();

    assertThat(archive.keys()).contains(OLD.supersededKey()).doesNotContain(OLD.key());
  }

  @Test
  void discardsACopyThatWasInterrupted() throws IOException {
    archive.write(manifest(1, OLD)).write(manifest(2, NEW));
    Path part = Files.writeString(scratch.resolve("part"), "half of it");
    store.prepare(OLD.supersededKey(), part);

    sweep();

    assertThat(store.discardPending(key -> true)).isZero();
    assertThat(archive.broken()).isEmpty();
  }

  @Test
  void removesWhatNoManifestNamesWhereverItLies() {
    archive.write(manifest(1, OLD)).put(NEW.key(), NEW.supersededKey());

    sweep();

    assertThat(archive.keys()).doesNotContain(NEW.key(), NEW.supersededKey()).contains(OLD.key());
  }

  @Test
  void leavesBothWhereTheCopyIsAnotherFile() {
    archive.write(manifest(1, OLD)).write(manifest(2, NEW));
    store.putIfAbsent(OLD.supersededKey(), "damaged".getBytes(UTF_8));

    assertThatThrownBy(this::sweep)
        .isInstanceOf(BackupException.class)
        .hasMessageContainingAll(
            OLD.key() + " and " + OLD.supersededKey() + " should be the same file", OLD.sha256());
    assertThat(archive.keys()).contains(OLD.key(), OLD.supersededKey());
  }

  @Test
  void movesADamagedFileAsItIs() {
    archive.write(manifest(2, NEW));
    store.putIfAbsent(OLD.key(), "damaged".getBytes(UTF_8));
    archive.write(manifest(1, OLD));

    sweep();

    assertThat(store.read(OLD.supersededKey(), 100)).asString().isEqualTo("damaged");
    assertThat(archive.keys()).doesNotContain(OLD.key());
  }
}
