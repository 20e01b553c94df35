package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A lock by a clock of its own, taken at once or not at all. */
abstract class LockUnderTest {

  static final String FIRST = "locks/commit-0000000000000001.json";
  static final Duration A_MOMENT = Duration.ofNanos(1);

  final SettableClock clock = new SettableClock();
  @TempDir Path root;
  BlobStore store;

  @BeforeEach
  final void openTheArchive() {
    store = BlobStores.open(root.toString());
  }

  final CommitLock take() {
    return take(store);
  }

  /** Takes the lock at once or fails. */
  final CommitLock take(BlobStore store) {
    return CommitLock.take(store, Duration.ZERO, clock, () -> {});
  }

  final void refuse() {
    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("another process is changing " + root + ": process ");
  }

  final List<String> entries() {
    return store.list("locks/").stream().map(BlobInfo::key).toList();
  }
}
