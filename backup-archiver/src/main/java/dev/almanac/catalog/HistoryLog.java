package dev.almanac.catalog;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The records of what is kept beyond backups, {@code history/<number>.json}, of which the newest
 * counts. Written and cleared under the archive's {@link CommitLock} only.
 */
public final class HistoryLog {

  /** What the keys of all records begin with. */
  public static final String FOLDER = "history/";

  private static final Pattern KEY = Pattern.compile(FOLDER + "([0-9]{8})\\.json");

  private final BlobStore store;

  public HistoryLog(BlobStore store) {
    this.store = store;
  }

  /** The record that counts; {@link History#NONE} where there is none. */
  public History newest() {
    List<Long> numbers = numbers();
    if (numbers.isEmpty()) {
      return History.NONE;
    }
    String key = key(numbers.get(numbers.size() - 1));
    return HistoryCodec.read(
        store.read(key, ManifestCodec.MAX_BYTES), store.location() + "/" + key);
  }

  /** Writes a record that counts from now on; nothing where the newest says the same. */
  public void append(History history) {
    if (history.saysTheSame(newest())) {
      return;
    }
    List<Long> numbers = numbers();
    String key = key(numbers.isEmpty() ? 1 : numbers.get(numbers.size() - 1) + 1);
    if (!store.putIfAbsent(key, HistoryCodec.write(history))) {
      throw new CatalogException(
          store.location()
              + "/"
              + key
              + " appeared while it was written; something else writes into this archive");
    }
  }

  /** The keys of the records that do not count any more, oldest first. */
  public List<String> outdated() {
    List<Long> numbers = numbers();
    return numbers.stream().limit(Math.max(0, numbers.size() - 1)).map(HistoryLog::key).toList();
  }

  /** The numbers of all records, ascending. */
  private List<Long> numbers() {
    return store.list(FOLDER).stream()
        .map(BlobInfo::key)
        .map(KEY::matcher)
        .filter(Matcher::matches)
        .map(key -> Long.valueOf(key.group(1)))
        .sorted()
        .toList();
  }

  private static String key(long number) {
    return FOLDER + String.format(Locale.ROOT, "%08d", number) + ".json";
  }
}
