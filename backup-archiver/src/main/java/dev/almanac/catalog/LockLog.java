package dev.almanac.catalog;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lock's log: numbered entries, of which the newest counts.
 *
 * <p>Everything rests on one rule: the newest entry is never removed. So the highest number only
 * grows, and who finds an entry newest knows that there never was one of a higher number.
 */
final class LockLog {

  private static final String PREFIX = "locks/commit-";
  private static final Pattern KEY = Pattern.compile(PREFIX + "([0-9]{16})\\.json");
  private static final long HIGHEST = 9_999_999_999_999_999L;
  private static final int ENTRY_LIMIT = 4096;

  private final BlobStore store;

  LockLog(BlobStore store) {
    this.store = store;
  }

  /** Where the entry of this number is, for messages. */
  String place(long number) {
    return store.location() + "/" + key(number);
  }

  String location() {
    return store.location();
  }

  /** The entry that counts. */
  Optional<LockEntry> newest() {
    long unreadable = 0;
    while (true) {
      List<Long> numbers = numbers();
      if (numbers.isEmpty()) {
        return Optional.empty();
      }
      long number = numbers.get(numbers.size() - 1);
      try {
        return Optional.of(read(number));
      } catch (BlobException e) {
        if (number == unreadable) {
          throw e;
        }
        // It may have been cleared since the listing, for a newer one: look again.
        unreadable = number;
      }
    }
  }

  private LockEntry read(long number) {
    byte[] json = store.read(key(number), ENTRY_LIMIT);
    try {
      return LockEntry.read(json, number, place(number));
    } catch (CatalogException e) {
      throw new CatalogException(
          e.getMessage() + "; if no process changes the archive, remove this file", e);
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
      throw new CatalogException(
          place(HIGHEST)
              + ": the log's numbers are used up; if no process changes the archive, remove this"
              + " file");
    }
    try {
      store.putIfAbsent(key(entry.number()), entry.json());
    } catch (BlobException e) {
      if (newest().filter(later -> later.number() > entry.number()).isEmpty()) {
        throw e;
      }
      return false; // whoever was faster may have cleared what this call was about to show
    }
    return newest().filter(entry::equals).isPresent();
  }

  /**
   * Removes all entries but the newest, and what takers left that were killed while they wrote one;
   * whoever does so, and whenever, it harms no holder.
   */
  void clear() {
    List<Long> numbers = numbers();
    if (numbers.isEmpty()) {
      return;
    }
    long newest = numbers.get(numbers.size() - 1);
    numbers.stream().filter(number -> number < newest).forEach(number -> store.delete(key(number)));
    store.discardPending(
        key -> {
          Matcher entry = KEY.matcher(key);
          return entry.matches() && Long.parseLong(entry.group(1)) < newest;
        });
  }

  /** The numbers in the log, ascending. */
  private List<Long> numbers() {
    return store.list(PREFIX).stream()
        .map(BlobInfo::key)
        .map(KEY::matcher)
        .filter(Matcher::matches)
        .map(key -> Long.valueOf(key.group(1)))
        .sorted()
        .toList();
  }

  private static String key(long number) {
    return PREFIX + String.format(Locale.ROOT, "%016d", number) + ".json";
  }
}
