package dev.almanac.archive;

import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;

/** The name of every object of the archive, and which day a timestamp belongs to. */
public final class ArchiveLayout {

  /** What keys may be made of; also keeps one key from being a folder of another. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]*");

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern DAY = Pattern.compile("(?!0000)\\d{4}-\\d\\d-\\d\\d");

  /** The name of the part that holds what no block of the snapshot held. */
  public static final String LATE = "late";

  private static final String SUFFIX = ".parquet";
  private static final long DAY_MILLIS = 86_400_000;
  private static final long FIRST_DAY = LocalDate.of(1, 1, 1).toEpochDay();
  private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();

  private ArchiveLayout() {}

  /**
   * Where a part's file of one kind lies: {@code samples/day=2026-11-23/<backup>-<part>.parquet}.
   */
  public static String partKey(ArchiveKind kind, long day, String backupId, String part) {
    return dayFolder(kind, day) + name("backup id", backupId) + "-" + name("part", part) + SUFFIX;
  }

  /** Whether a key is that of a part of {@link #LATE} samples. */
  public static boolean isLate(String key) {
    return key.endsWith("-" + LATE + SUFFIX);
  }

  /** Whether a key is one that {@link #partKey} gives to a part of this backup. */
  public static boolean isPartOf(String backupId, String key) {
    int file = key.lastIndexOf('/') + 1;
    return key.startsWith(name("backup id", backupId) + "-", file) && key.endsWith(SUFFIX);
  }

  /** What all keys of one kind and day begin with. */
  public static String dayFolder(ArchiveKind kind, long day) {
    return kind.folder() + "/day=" + dayName(day) + "/";
  }

  /** Where a component (dashboards, configuration, rules) lies, by its content. */
  public static String componentKey(String sha256) {
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a SHA-256 in lower-case hexadecimal: " + sha256);
    }
    return "components/" + sha256 + ".tar.zst";
  }

  /**
   * The UTC day of a timestamp, counted from 1970-01-01.
   *
   * @param timestamp in milliseconds since the epoch
   * @throws TimestampOutOfRangeException outside the years 1 to 9999, which no folder can name
   */
  public static long dayOf(long timestamp) {
    long day = Math.floorDiv(timestamp, DAY_MILLIS);
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw new TimestampOutOfRangeException(timestamp);
    }
    return day;
  }

  /** The day as its folder names it: {@code 2026-11-23}. */
  public static String dayName(long day) {
    if (day < FIRST_DAY || day > LAST_DAY) {
      throw new TimestampOutOfRangeException(Math.multiplyExact(day, DAY_MILLIS));
    }
    return LocalDate.ofEpochDay(day).toString();
  }

  /** The day that a folder names. */
  public static long dayNamed(String name) {
    if (!DAY.matcher(name).matches()) {
      throw new IllegalArgumentException("not a day: " + name);
    }
    try {
      return LocalDate.parse(name).toEpochDay();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a day: " + name, e);
    }
  }

  /** The milliseconds of a day. */
  public static TimeRange rangeOf(long day) {
    return new TimeRange(day * DAY_MILLIS, (day + 1) * DAY_MILLIS);
  }

  private static String name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must be made of letters, digits, - and _: " + name);
    }
    return name;
  }
}
