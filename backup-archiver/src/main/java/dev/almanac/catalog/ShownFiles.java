package dev.almanac.catalog;

import dev.almanac.blob.BlobStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The files that hold what an archive shows: of each day those of the newest backup that has to do
 * with it, and what is kept beyond backups. Looked at again now and then, so that a new backup is
 * seen soon; manifests that are known are not read again. Safe for use by several threads.
 */
public final class ShownFiles {

  private final BlobStore store;
  private final Catalog catalog;
  private final Duration goodFor;
  private List<Manifest> backups = List.of();
  private List<ArchivedFile> files = List.of();
  private Holdings holdings;
  private long lookedAt;
  private boolean looked;

  /**
   * @param store stays its owner's to close
   * @param goodFor how long the same answer may be given
   */
  public ShownFiles(BlobStore store, Duration goodFor) {
    this.store = store;
    this.goodFor = goodFor;
    catalog = new Catalog(store);
  }

  /** The archive. */
  public BlobStore store() {
    return store;
  }

  /** The newest backup's id, or an empty string. */
  public String newestBackup() {
    return newest().map(Manifest::id).orElse("");
  }

  /** The newest backup, if there is one. */
  public synchronized Optional<Manifest> newest() {
    look();
    return backups.isEmpty() ? Optional.empty() : Optional.of(backups.get(backups.size() - 1));
  }

  /** The files, those of rows alone. */
  public synchronized List<ArchivedFile> files() {
    look();
    return files;
  }

  /** What follows from all that the archive holds; one asks after the other. */
  public synchronized <T> T decide(Function<Holdings, T> by) {
    look();
    return by.apply(holdings);
  }

  private void look() {
    if (looked && System.nanoTime() - lookedAt < goodFor.toNanos()) {
      return;
    }
    // Before looking: what appears meanwhile is seen next time.
    long now = System.nanoTime();
    List<Manifest> found = catalog.backups(backups);
    holdings = new Holdings(found, new HistoryLog(store).newest());
    files =
        holdings.files().stream()
            .filter(file -> isShown(holdings.stateOf(file.key())))
            .filter(file -> !file.kind().equals("chunks"))
            .toList();
    backups = found;
    lookedAt = now;
    looked = true;
  }

  private static boolean isShown(FileState state) {
    return state == FileState.LIVE || state == FileState.HISTORY;
  }
}
