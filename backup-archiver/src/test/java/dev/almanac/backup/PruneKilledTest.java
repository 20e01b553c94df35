package dev.almanac.backup;

import static dev.almanac.backup.HandmadeArchive.component;
import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.id;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static dev.almanac.backup.HandmadeArchive.night;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Holdings;
import dev.almanac.catalog.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A prune that is killed before each of its calls to the store, one after the other. */
class PruneKilledTest {

  private static final ArchivedFile GONE = file(1, 1);
  private static final ArchivedFile KEPT_FOR_PEOPLE = file(2, 2);
  private static final ArchivedFile SUPERSEDED = file(3, 3);
  private static final ArchivedFile REWRITTEN = file(3, 4);
  private static final ArchivedFile NEWEST = file(5, 5);

  @TempDir Path folder;

  private BlobStore fill(int round) {
    BlobStore store = BlobStores.open(folder.resolve("round-" + round).toString());
    new HandmadeArchive(store)
        .write(manifest(1, List.of(component("old")), GONE))
        .write(manifest(2, KEPT_FOR_PEOPLE))
        .write(manifest(3, List.of(component("new")), SUPERSEDED))
        .write(manifest(4, REWRITTEN))
        .write(manifest(5, NEWEST))
        .put(SUPERSEDED.supersededKey()) // as a crash between copy and removal leaves it
        .put("samples/day=2026-11-05/debris.parquet");
    return store;
  }

  private static Pruner pruner(BlobStore store) {
    return new Pruner(
        store, new Retention(2, 1, OptionalInt.of(3)), Clock.fixed(night(5), ZoneOffset.UTC));
  }

  /** Whether it came to its end within so many calls. */
  private static boolean pruneWith(BlobStore store, int calls) {
    try {
      pruner(new DyingStore(store, calls)).prune();
      return true;
    } catch (DyingStore.Killed killed) {
      DyingStore.forgetLocks(store);
      return false;
    }
  }

  @Test
  void leavesEveryListedBackupWholeAndIsFinishedByTheNext() {
    BlobStore whole = fill(-1);
    pruner(whole).prune();
    Set<String> expected = new HandmadeArchive(whole).keys();
    assertThat(expected)
        .containsExactlyInAnyOrder(
            "history/00000001.json",
            KEPT_FOR_PEOPLE.key(),
            SUPERSEDED.supersededKey(),
            REWRITTEN.key(),
            NEWEST.key(),
            "components/new",
            Catalog.manifestKey(id(3)),
            Catalog.manifestKey(id(4)),
            Catalog.manifestKey(id(5)));

    int calls = 0;
    while (true) {
      BlobStore store = fill(calls);
      boolean finished = pruneWith(store, calls);
      HandmadeArchive archive = new HandmadeArchive(store);
      assertThat(archive.broken()).as("after %d calls", calls).isEmpty();
      pruner(store).prune();
      assertThat(archive.keys()).as("after %d calls and a second run", calls).isEqualTo(expected);
      assertThat(archive.broken()).isEmpty();
      if (finished) {
        break;
      }
      calls++;
    }
    assertThat(calls).isGreaterThan(30);
  }

  @Test
  void neverHidesHistoryOnTheWay() {
    for (int calls = 0; ; calls++) {
      BlobStore store = fill(calls);
      boolean finished = pruneWith(store, calls);
      Holdings holdings =
          new Holdings(new Catalog(store).backups(), new HistoryLog(store).newest());
      assertThat(holdings.shown(KEPT_FOR_PEOPLE.day()))
          .as("after %d calls", calls)
          .containsExactly(KEPT_FOR_PEOPLE);
      assertThat(store.stat(KEPT_FOR_PEOPLE.key())).isPresent();
      if (finished) {
        break;
      }
    }
  }
}
