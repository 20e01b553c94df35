package dev.almanac.archive;

/** A timestamp outside the years 1 to 9999, for which the archive has no folder. */
public final class TimestampOutOfRangeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  TimestampOutOfRangeException(long timestamp) {
    super(
        "timestamp "
            + timestamp
            + " ms lies outside the years 0001 to 9999, which the archive keeps; delete the sample"
            + " from Prometheus or archive a narrower range of time");
  }
}
