package dev.almanac.tsdb.synthetic;

import java.time.Duration;
import java.time.Instant;

/**
 * What a generated snapshot is to hold. The same description makes the same bytes.
 *
 * @param samples at least so many, the same number in each series
 * @param series how many series
 * @param start when the first scrape is due
 * @param interval the time between two scrapes
 * @param blockRange the time that a block spans, aligned as Prometheus does it; {@link
 *     Duration#ZERO} for one block of everything, as many compactions leave it
 * @param seed another one makes other values of the same shapes
 */
public record SnapshotSpec(
    long samples, int series, Instant start, Duration interval, Duration blockRange, long seed) {

  private static final Instant START = Instant.parse("2026-11-02T00:00:00Z");
  private static final Duration INTERVAL = Duration.ofSeconds(15);
  private static final Duration HEAD_RANGE = Duration.ofHours(2);

  public SnapshotSpec {
    if (series < 1 || samples < series) {
      throw new IllegalArgumentException(
          "a snapshot needs a series, and a sample for each: not "
              + samples
              + " samples of "
              + series
              + " series");
    }
    if (samples / series >= Integer.MAX_VALUE) {
      throw new IllegalArgumentException(samples + " samples are too many for " + series);
    }
    if (interval.toMillis() < 1 || blockRange.isNegative()) {
      throw new IllegalArgumentException("times must be positive: " + interval + ", " + blockRange);
    }
  }

  /** One block, scraped every 15 s. */
  public static SnapshotSpec of(long samples, int series) {
    return new SnapshotSpec(samples, series, START, INTERVAL, Duration.ZERO, 1);
  }

  /** The same samples in blocks of two hours, as Prometheus writes them from memory. */
  public SnapshotSpec inHeadBlocks() {
    return new SnapshotSpec(samples, series, start, interval, HEAD_RANGE, seed);
  }

  public SnapshotSpec withSeed(long other) {
    return new SnapshotSpec(samples, series, start, interval, blockRange, other);
  }

  int samplesPerSeries() {
    return (int) ((samples + series - 1) / series);
  }
}
