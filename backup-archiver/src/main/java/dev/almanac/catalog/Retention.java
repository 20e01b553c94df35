package dev.almanac.catalog;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * How long backups are kept, and data for people who read the archive.
 *
 * @param keepDays backups of snapshots that were taken in the last so many days stay
 * @param keepLast at least so many backups stay, however old; 1 or more
 * @param historyDays data of the last so many days stays readable though no backup needs it; empty
 *     for as long as was last asked for
 */
public record Retention(int keepDays, int keepLast, OptionalInt historyDays) {

  /** 30 days, the newest backup in any case, and the history as it is. */
  public static final Retention DEFAULT = new Retention(30, 1, OptionalInt.empty());

  public Retention {
    Invariants.checkCount("days to keep", keepDays);
    Invariants.check(keepLast >= 1, "at least one backup is kept, not " + keepLast);
    historyDays.ifPresent(days -> Invariants.checkCount("days of history", days));
  }

  /**
   * The backups that stay: from the oldest one on that is young enough, or among the last ones, or
   * the newest that is whole. What is newer than a backup that stays, stays.
   *
   * @param backups oldest first
   * @param whole whether everything a backup needs is there
   * @throws CatalogException where there are backups and none is whole: nothing may go then
   */
  public List<Manifest> kept(List<Manifest> backups, Predicate<Manifest> whole, Instant now) {
    if (backups.isEmpty()) {
      return backups;
    }
    Instant young = now.minus(Duration.ofDays(keepDays));
    int first = Math.max(0, backups.size() - keepLast);
    while (first > 0 && !isWholeFrom(backups, first, whole)) {
      first--;
    }
    if (!isWholeFrom(backups, first, whole)) {
      throw new CatalogException(
          "none of the "
              + backups.size()
              + " backups is whole, so none may go; 'almanac verify' says what they lack");
    }
    for (int i = 0; i < first; i++) {
      if (!backups.get(i).takenAt().isBefore(young)) {
        first = i;
      }
    }
    return backups.subList(first, backups.size());
  }

  private static boolean isWholeFrom(List<Manifest> backups, int first, Predicate<Manifest> whole) {
    return backups.subList(first, backups.size()).stream().anyMatch(whole);
  }
}
