package dev.almanac.catalog;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.time.LocalDate;

/**
 * A file of the archive that a backup needs.
 *
 * @param kind {@code samples}, {@code histograms}, {@code series} or {@code chunks}
 * @param day the UTC day its rows belong to
 * @param key where it was published; it may have been moved to {@link #supersededKey} since
 * @param size in bytes
 * @param sha256 its content's identity, in lower-case hexadecimal
 * @param rows how many rows it has
 * @param firstTimestamp of its rows, milliseconds since the epoch
 * @param lastTimestamp of its rows, milliseconds since the epoch
 */
public record ArchivedFile(
    String kind,
    LocalDate day,
    String key,
    long size,
    String sha256,
    long rows,
    long firstTimestamp,
    long lastTimestamp)
    implements Serializable {

  /** What the keys of superseded files begin with. */
  public static final String SUPERSEDED = "superseded/";

  public ArchivedFile {
    requireNonNull(kind, "kind");
    requireNonNull(day, "day");
    requireNonNull(key, "key");
    Invariants.checkCount("size", size);
    Invariants.checkSha256(sha256);
    Invariants.checkCount("rows", rows);
    Invariants.check(
        firstTimestamp <= lastTimestamp,
        "last timestamp (" + lastTimestamp + ") before the first (" + firstTimestamp + ")");
  }

  /**
   * Where it lies once the newest backup of its day does not need it any more, but an older one
   * does: out of the folders that people read.
   */
  public String supersededKey() {
    return SUPERSEDED + key;
  }
}
