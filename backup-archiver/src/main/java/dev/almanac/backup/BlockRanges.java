package dev.almanac.backup;

import dev.almanac.series.TimeRange;
import java.time.Duration;

/**
 * Cuts time into the ranges of blocks as Prometheus does: each as long as the others, and beginning
 * at a multiple of that length since the epoch.
 *
 * @param time what is to be cut
 * @param length of a block, in milliseconds
 */
record BlockRanges(TimeRange time, long length) implements BlockCuts {

  /** What Prometheus writes from memory. */
  static final Duration SMALLEST = Duration.ofHours(2);

  /** Prometheus merges three of its blocks into one, again and again. */
  private static final int STEP = 3;

  /** Longer blocks than this are left to Prometheus to merge. */
  private static final Duration LARGEST = SMALLEST.multipliedBy((long) STEP * STEP * STEP);

  private static final Duration GROUP = Duration.ofDays(1);

  BlockRanges {
    if (length < SMALLEST.toMillis() || length % SMALLEST.toMillis() != 0) {
      throw new IllegalArgumentException(
          "blocks span a multiple of 2 h, not " + Duration.ofMillis(length));
    }
  }

  /**
   * The length that suits so much time: a tenth of it at most, as Prometheus takes a tenth of its
   * retention, out of 2 h, 6 h, 18 h and 54 h.
   */
  static Duration suiting(TimeRange time) {
    long most = (time.until() - time.from()) / 10;
    Duration length = SMALLEST;
    while (length.compareTo(LARGEST) < 0 && length.multipliedBy(STEP).toMillis() <= most) {
      length = length.multipliedBy(STEP);
    }
    return length;
  }

  @Override
  public long blockAt(long timestamp) {
    return Math.floorDiv(timestamp, length);
  }

  @Override
  public long endOf(long block) {
    return (block + 1) * length;
  }

  /** The instants that are to be cut. */
  boolean isEmpty() {
    return time.isEmpty();
  }

  /**
   * How many neighbouring blocks are best written at once: those of a day, whose files then need to
   * be read only once.
   */
  long blocksAtOnce() {
    return Math.max(1, GROUP.toMillis() / length);
  }

  /** The part of the time that lies in the blocks written together with this instant. */
  TimeRange groupAt(long timestamp) {
    long span = length * blocksAtOnce();
    long start = Math.floorDiv(timestamp, span) * span;
    return new TimeRange(start, start + span).intersect(time);
  }
}
