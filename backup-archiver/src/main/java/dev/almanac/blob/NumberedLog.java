package dev.almanac.blob;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An append-only log of small blobs, {@code <prefix><number>.json}, of which the newest counts: a
 * pointer that changes, on a store whose blobs never do. Safe for use by several threads and
 * processes.
 *
 * <p>To change the pointer is to look at the {@linkplain #newest newest} entry, to decide by it,
 * and to {@linkplain #append append} under the number after it. Of several writers that decided by
 * the same entry one wins and the others are told; they look again:
 *
 * <pre>{@code
 * NumberedLog log = new NumberedLog(store, "aliases/champion/", 8, 65_536);
 * do {
 *   Optional<NumberedLog.Entry> newest = log.newest();
 *   next = decide(newest);
 * } while (!log.append(NumberedLog.after(newest), next));
 * }</pre>
 *
 * <p>A log that is never {@linkplain #clear cleared} is also the history of its pointer: its
 * numbers are 1, 2, 3 and so on. One that is cleared keeps its newest entry, so that the highest
 * number only grows, and whoever finds an entry newest knows that there never was one of a higher
 * number. A number may then be used, cleared and used again; where two writers must not both
 * believe to have won, ask for the newest entry after appending, as the commit lock does ({@code
 * docs/decisions/0004-commit-lock.md}).
 */
public final class NumberedLog {

  private static final String SUFFIX = ".json";
  private static final int MAX_DIGITS = 18;

  private final BlobStore store;
  private final String prefix;
  private final int digits;
  private final int entryLimit;
  private final Pattern keys;

  /**
   * @param store stays its owner's to close
   * @param prefix what the entries' keys begin with, a folder with its {@code /} as a rule
   * @param digits of every number, 1 to 18, zeros in front
   * @param entryLimit the most bytes an entry may have
   */
  public NumberedLog(BlobStore store, String prefix, int digits, int entryLimit) {
    if (digits < 1 || digits > MAX_DIGITS) {
      throw new IllegalArgumentException("numbers have 1 to 18 digits, not " + digits);
    }
    this.store = store;
    this.prefix = BlobKeys.checkPrefix(store.location(), prefix);
    this.digits = digits;
    this.entryLimit = entryLimit;
    keys =
        Pattern.compile(Pattern.quote(prefix) + "([0-9]{" + digits + "})" + Pattern.quote(SUFFIX));
  }

  /** The number after this entry, or the first one. */
  public static long after(Optional<Entry> newest) {
    return newest.map(Entry::number).orElse(0L) + 1;
  }

  /** Where the log is, for messages. */
  public String location() {
    return store.location();
  }

  /** Where the entry of this number is, for messages. */
  public String place(long number) {
    return store.location() + "/" + key(number);
  }

  /** The key of the entry of this number. */
  public String key(long number) {
    return prefix + String.format(Locale.ROOT, "%0" + digits + "d", number) + SUFFIX;
  }

  /** The numbers there are, ascending. */
  public List<Long> numbers() {
    return store.list(prefix).stream()
        .map(blob -> keys.matcher(blob.key()))
        .filter(Matcher::matches)
        .map(key -> Long.valueOf(key.group(1)))
        .filter(number -> number > 0)
        .sorted()
        .toList();
  }

  /**
   * The entry of this number.
   *
   * @throws BlobException where there is none, or it is larger than entries may be
   */
  public Entry read(long number) {
    return new Entry(number, store.read(key(number), entryLimit));
  }

  /** The entry that counts, or empty where nothing was ever appended. */
  public Optional<Entry> newest() {
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

  /**
   * Adds an entry that counts from now on.
   *
   * @param number the one {@linkplain #after after} the newest
   * @return false, and nothing changed, where that number is taken
   * @throws BlobException where the store fails, when the entry may have been added all the same;
   *     or where the numbers are used up
   */
  public boolean append(long number, byte[] content) {
    if (number < 1) {
      throw new IllegalArgumentException("numbers begin with 1, not " + number);
    }
    if (content.length > entryLimit) {
      throw new BlobException(
          "%s: an entry of %d bytes, more than the %d one may have"
              .formatted(place(number), content.length, entryLimit));
    }
    if (Long.toString(number).length() > digits) {
      throw new BlobException(place(number - 1) + ": the log's numbers are used up");
    }
    return store.putIfAbsent(key(number), content);
  }

  /** The keys of the entries that do not count any more, oldest first. */
  public List<String> outdated() {
    List<Long> numbers = numbers();
    return numbers.stream().limit(Math.max(0, numbers.size() - 1)).map(this::key).toList();
  }

  /**
   * Removes all entries but the newest, and what writers left that were killed while they appended
   * one; whoever does so, and whenever, it harms nobody.
   */
  public void clear() {
    List<Long> numbers = numbers();
    if (numbers.isEmpty()) {
      return;
    }
    long newest = numbers.get(numbers.size() - 1);
    numbers.stream().filter(number -> number < newest).map(this::key).forEach(store::delete);
    store.discardPending(
        key -> {
          Matcher entry = keys.matcher(key);
          return entry.matches() && Long.parseLong(entry.group(1)) < newest;
        });
  }

  /** An entry of the log. */
  public static final class Entry {

    private final long number;
    private final byte[] content;

    private Entry(long number, byte[] content) {
      this.number = number;
      this.content = content;
    }

    /** Its place, from 1. */
    public long number() {
      return number;
    }

    /** What was appended; the caller's own copy. */
    public byte[] content() {
      return content.clone();
    }
  }
}
