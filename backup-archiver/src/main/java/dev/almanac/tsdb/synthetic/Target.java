package dev.almanac.tsdb.synthetic;

import java.util.Random;

/**
 * A scraped process: all its series share its scrape times and its outages. A scrape is late by
 * some milliseconds, of which Prometheus forgives the first two.
 *
 * <p>The first scrape that fails leaves a stale marker in every series, those after it leave
 * nothing, and the process that comes back counts from zero.
 */
final class Target {

  private static final double LATENESS_MILLIS = 2;

  /** Up to here Prometheus takes the scheduled time for the actual one (since 2.20). */
  private static final long TOLERANCE_MILLIS = 2;

  private static final double MEAN_SCRAPES_BETWEEN_OUTAGES = 2880;
  private static final int LONGEST_OUTAGE = 40;

  /** Milliseconds since the epoch, ascending. */
  final long[] timestamps;

  /** The number of the scrape in its schedule. */
  final int[] scrapes;

  private final boolean[] failed;

  Target(int samples, long start, long interval, Random random) {
    timestamps = new long[samples];
    scrapes = new int[samples];
    failed = new boolean[samples];
    long phase = (long) (random.nextDouble() * interval);
    int scrape = 0;
    for (int i = 0; i < samples; i++) {
      long due = start + phase + scrape * interval;
      timestamps[i] = due + lateness(random, interval);
      scrapes[i] = scrape++;
      // Two outages do not touch: the first scrape after one succeeds.
      if (random.nextDouble() * MEAN_SCRAPES_BETWEEN_OUTAGES < 1 && i > 0 && !failed[i - 1]) {
        failed[i] = true;
        scrape += random.nextInt(LONGEST_OUTAGE);
      }
    }
  }

  private static long lateness(Random random, long interval) {
    long late = Math.round(Math.abs(random.nextGaussian()) * LATENESS_MILLIS);
    return late <= Math.min(interval / 100, TOLERANCE_MILLIS) ? 0 : Math.min(late, interval - 1);
  }

  /** Whether this scrape failed, so that each series gets a stale marker. */
  boolean failed(int sample) {
    return failed[sample];
  }

  /** Whether this scrape is the first of a restarted process. */
  boolean restarted(int sample) {
    return sample > 0 && failed[sample - 1];
  }
}
