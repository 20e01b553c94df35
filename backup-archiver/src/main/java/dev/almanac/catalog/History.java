package dev.almanac.catalog;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/**
 * Data that is kept for people who read the archive, although no backup names it any more: the
 * newest record of an archive says what that is, so that nothing unlisted is ever live.
 *
 * @param writtenAt when this record was written
 * @param keepDays how long days are to be kept
 * @param files what is kept, in order of keys
 * @param salted label sets in these files whose series id is not their plain hash
 */
public record History(
    Instant writtenAt,
    int keepDays,
    List<ArchivedFile> files,
    Map<Map<String, String>, Long> salted) {

  /** Nothing, kept for no time: where nobody ever asked for more. */
  public static final History NONE = new History(Instant.EPOCH, 0, List.of(), Map.of());

  public History {
    requireNonNull(writtenAt, "writtenAt");
    Invariants.checkCount("keep_days", keepDays);
    Invariants.checkDistinct("file", files, ArchivedFile::key);
    files = Manifest.inOrderOfKeys(files);
    salted = Manifest.inOrderOfIds(salted);
  }

  /** Whether a day is young enough to be kept. */
  public boolean covers(LocalDate day, Instant now) {
    return !day.isBefore(now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(keepDays));
  }

  /** Whether the other record says the same, whenever it was written. */
  boolean saysTheSame(History other) {
    return equals(new History(writtenAt, other.keepDays, other.files, other.salted));
  }
}
