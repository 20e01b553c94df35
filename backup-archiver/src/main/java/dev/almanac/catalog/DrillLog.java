package dev.almanac.catalog;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What drills found, kept in the archive: an object for each drill that never changes. Safe for use
 * by several threads and processes.
 */
public final class DrillLog {

  private static final String DRILLS = "drills/";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmssSSS'Z'", Locale.ROOT);
  private static final Pattern KEY = Pattern.compile(DRILLS + "([^/]+)/[0-9]{8}T[0-9]{9}Z\\.json");

  private final BlobStore store;

  public DrillLog(BlobStore store) {
    this.store = store;
  }

  private static String folder(String backup) {
    return DRILLS + backup + "/";
  }

  private static String key(DrillRecord drill) {
    return folder(drill.backup()) + TIME.format(drill.at().atOffset(ZoneOffset.UTC)) + ".json";
  }

  /**
   * Keeps what a drill found. Of two that ended in the same millisecond one is said to have ended
   * in the next.
   *
   * @return the record as it is kept
   */
  public DrillRecord append(DrillRecord drill) {
    Instant at = drill.at().truncatedTo(ChronoUnit.MILLIS);
    while (true) {
      DrillRecord kept = drill.endedAt(at);
      if (store.putIfAbsent(key(kept), DrillCodec.write(kept))) {
        return kept;
      }
      at = at.plusMillis(1);
    }
  }

  /** What the drills of a backup found, oldest first. */
  public List<DrillRecord> of(String backup) {
    return store.list(folder(backup)).stream()
        .filter(blob -> KEY.matcher(blob.key()).matches())
        .map(this::read)
        .toList();
  }

  /** Where the newest record of each backup lies that was drilled, by the backup's id. */
  public Map<String, String> newestKeys() {
    Map<String, String> newest = new TreeMap<>();
    for (BlobInfo blob : store.list(DRILLS)) { // in order, so the last one counts
      Matcher key = KEY.matcher(blob.key());
      if (key.matches()) {
        newest.put(key.group(1), blob.key());
      }
    }
    return newest;
  }

  /** The record of a key of {@link #newestKeys}; empty where it was pruned since. */
  public Optional<DrillRecord> find(String key) {
    return store.stat(key).map(this::read);
  }

  private DrillRecord read(BlobInfo blob) {
    String place = store.location() + "/" + blob.key();
    DrillRecord drill = DrillCodec.read(store.read(blob.key(), DrillCodec.MAX_BYTES), place);
    if (!key(drill).equals(blob.key())) {
      throw new CatalogException(
          place + ": expected the drill of " + blob.key() + ", found that of " + key(drill));
    }
    return drill;
  }

  /** The keys of records on backups that are not among these. */
  public List<String> outdated(Set<String> backups) {
    return store.list(DRILLS).stream()
        .map(BlobInfo::key)
        .filter(key -> KEY.matcher(key).matches() && !backups.contains(key.split("/", -1)[1]))
        .toList();
  }
}
