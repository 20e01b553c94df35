package dev.almanac.catalog;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.NumberedLog;
import java.util.List;
import java.util.Optional;

/**
 * The records of what is kept beyond backups, {@code history/<number>.json}, of which the newest
 * counts. Written and cleared under the archive's {@link CommitLock} only.
 */
public final class HistoryLog {

  /** What the keys of all records begin with. */
  public static final String FOLDER = "history/";

  private static final int DIGITS = 8;

  private final NumberedLog log;

  public HistoryLog(BlobStore store) {
    log = new NumberedLog(store, FOLDER, DIGITS, ManifestCodec.MAX_BYTES);
  }

  /** The record that counts; {@link History#NONE} where there is none. */
  public History newest() {
    return parse(log.newest());
  }

  private History parse(Optional<NumberedLog.Entry> entry) {
    return entry
        .map(record -> HistoryCodec.read(record.content(), log.place(record.number())))
        .orElse(History.NONE);
  }

  /** Writes a record that counts from now on; nothing where the newest says the same. */
  public void append(History history) {
    Optional<NumberedLog.Entry> newest = log.newest();
    if (history.saysTheSame(parse(newest))) {
      return;
    }
    long number = NumberedLog.after(newest);
    if (!log.append(number, HistoryCodec.write(history))) {
      throw new CatalogException(
          log.place(number)
              + " appeared while it was written; something else writes into this archive");
    }
  }

  /** The keys of the records that do not count any more, oldest first. */
  public List<String> outdated() {
    return log.outdated();
  }
}
