package dev.almanac.catalog;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.util.Optional;

/**
 * The lock's log, {@code locks/commit-<number>.json}, which is cleared each time the lock is given
 * back. That its newest entry is never removed is what the lock rests on.
 */
final class LockLog {

  private static final String PREFIX = "locks/commit-";
  private static final int DIGITS = 16;
  private static final long HIGHEST = 9_999_999_999_999_999L;
  private static final int ENTRY_LIMIT = 4096;
  private static final String REMEDY = "; if no process changes the archive, remove this file";

  private final NumberedLog log;

  LockLog(BlobStore store) {
    log = new NumberedLog(store, PREFIX, DIGITS, ENTRY_LIMIT);
  }

  /** Where the entry of this number is, for messages. */
  String place(long number) {
    return log.place(number);
  }

  String location() {
    return log.location();
  }

  /** The entry that counts. */
  Optional<LockEntry> newest() {
    return log.newest().map(this::parse);
  }

  private LockEntry parse(NumberedLog.Entry entry) {
    try {
      return LockEntry.read(entry.content(), entry.number(), place(entry.number()));
    } catch (CatalogException e) {
      throw new CatalogException(e.getMessage() + REMEDY, e);
    }
  }

  /**
   * Adds an entry, and tells whether it is the newest then.
   *
   * <p>What the store answers does not count. "Stored" is not enough: the number may have been used
   * and cleared since the caller looked. "Taken" is no proof either: a request that is sent twice,
   * because the first answer was lost, meets the caller's own entry.
   */
  boolean append(LockEntry entry) {
    if (entry.number() > HIGHEST) {
      throw new CatalogException(place(HIGHEST) + ": the log's numbers are used up" + REMEDY);
    }
    try {
      log.append(entry.number(), entry.json());
    } catch (BlobException e) {
      if (newest().filter(later -> later.number() > entry.number()).isEmpty()) {
        throw e;
      }
      return false; // whoever was faster may have cleared what this call was about to show
    }
    return newest().filter(entry::equals).isPresent();
  }

  /** Removes all entries but the newest; whoever does so, and whenever, it harms no holder. */
  void clear() {
    log.clear();
  }
}
