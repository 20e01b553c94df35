package dev.almanac.series;

import java.io.Serializable;

/**
 * A half-open range of time, {@code from <= t < until}, in milliseconds since the Unix epoch.
 *
 * @param from the first instant inside
 * @param until the first instant after; not before {@code from}
 */
public record TimeRange(long from, long until) implements Serializable {

  /** Every instant Prometheus can name (its last millisecond aside). */
  public static final TimeRange ALL = new TimeRange(Long.MIN_VALUE, Long.MAX_VALUE);

  public TimeRange {
    if (until < from) {
      throw new IllegalArgumentException(
          "time range ends (" + until + ") before it begins (" + from + ")");
    }
  }

  public boolean isEmpty() {
    return from == until;
  }

  public boolean contains(long timestamp) {
    return from <= timestamp && timestamp < until;
  }

  public boolean contains(TimeRange other) {
    return from <= other.from && other.until <= until;
  }

  /** Whether an instant is in both; none is in an empty range. */
  public boolean overlaps(TimeRange other) {
    return Math.max(from, other.from) < Math.min(until, other.until);
  }

  /** What both ranges hold; empty, at the later of the two beginnings, where they do not meet. */
  public TimeRange intersect(TimeRange other) {
    long start = Math.max(from, other.from);
    return new TimeRange(start, Math.max(start, Math.min(until, other.until)));
  }
}
