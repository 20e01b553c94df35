package dev.almanac.backup;

import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.PendingBlob;
import dev.almanac.blob.PendingInfo;
import dev.almanac.catalog.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a prune does about blobs that backups prepared which were killed and never run again. */
class AbandonedPendingsTest {

  private static final String PART =
      "samples/day=2026-11-21/20261122T000000Z-1f2e3d4c-00000.parquet";
  private static final String COMPONENT = "components/" + "a".repeat(64) + ".tar.zst";
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  @TempDir Path root;
  @TempDir Path files;
  private BlobStore store;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
  }

  private PendingBlob prepare(String key) throws IOException {
    return store.prepare(key, Files.writeString(files.resolve("file"), "content"));
  }

  private Pruner prunerIn(Duration time) {
    return new Pruner(
        store, Retention.DEFAULT, Clock.fixed(Instant.now().plus(time), ZoneOffset.UTC));
  }

  private static List<String> keys(PrunePlan plan) {
    return plan.abandoned().stream().map(PendingInfo::key).toList();
  }

  @Test
  void leavesWhatABackupMayBeAtWorkOn() throws IOException {
    PendingBlob pending = prepare(PART);

    PrunePlan done = prunerIn(Pruner.ABANDONED_AFTER.minus(A_MINUTE)).prune();

    assertThat(done.abandoned()).isEmpty();
    assertThat(store.publish(pending)).isTrue();
  }

  @Test
  void discardsWhatIsOlderThanAnyBackupTakes() throws IOException {
    PendingBlob part = prepare(PART);
    prepare(COMPONENT);

    PrunePlan done = prunerIn(Pruner.ABANDONED_AFTER.plus(A_MINUTE)).prune();

    assertThat(keys(done)).containsExactly(COMPONENT, PART);
    assertThat(store.pending()).isEmpty();
    assertThatThrownBy(() -> store.publish(part))
        .isInstanceOf(BlobException.class)
        .hasMessageContaining("it was discarded");
  }

  @Test
  void saysBeforehandWhatItWouldDiscard() throws IOException {
    PendingBlob part = prepare(PART);

    PrunePlan plan = prunerIn(Pruner.ABANDONED_AFTER.plus(A_MINUTE)).plan();

    assertThat(keys(plan)).containsExactly(PART);
    assertThat(store.publish(part)).isTrue();
  }

  @Test
  void takesAnotherAgeWhereAsked() throws IOException {
    prepare(PART);
    Clock tomorrow = Clock.fixed(Instant.now().plus(Duration.ofDays(2)), ZoneOffset.UTC);

    new Pruner(store, Retention.DEFAULT, Duration.ofDays(1), tomorrow).prune();

    assertThat(store.pending()).isEmpty();
  }

  @Test
  void leavesWhatIsVisible() throws IOException {
    HandmadeArchive archive = new HandmadeArchive(store).write(manifest(1, file(1, 1)));
    prepare(PART);

    prunerIn(Pruner.ABANDONED_AFTER.plus(A_MINUTE)).prune();

    assertThat(archive.broken()).isEmpty();
  }
}
