package dev.almanac.catalog;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Pattern;

/** How backups are named: {@code 20261123T230000Z-3f9c21ab}. Names sort by time. */
public final class BackupId {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final Pattern VALID = Pattern.compile("[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}");

  private BackupId() {}

  /**
   * The name of the backup of a snapshot.
   *
   * @param takenAt when it was taken; what is less than a second does not count
   * @param sha256 a digest of its blocks in lower-case hexadecimal
   * @throws IllegalArgumentException where the year has not four digits, or the digest is none
   */
  public static String of(Instant takenAt, String sha256) {
    Invariants.checkSha256(sha256);
    String id = TIME.format(takenAt) + "-" + sha256.substring(0, 8);
    Invariants.check(isValid(id), "no backup can be named for " + takenAt);
    return id;
  }

  /** The part of a valid id that says when: {@code 20261123T230000Z}. */
  static String secondOf(String id) {
    return id.substring(0, id.indexOf('-'));
  }

  public static boolean isValid(String id) {
    return VALID.matcher(id).matches();
  }
}
