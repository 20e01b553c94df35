package dev.almanac.anomaly;

/**
 * Keeps the alarms at what was asked for, whatever the chances are worth: adaptive conformal
 * inference (Gibbs and Candès, NeurIPS 2021) on alarms instead of misses, and on the logarithm of
 * the level, which keeps it positive.
 */
final class Budget {

  /** How much an alarm lowers what is aimed at; the same rises again until the next is due. */
  private static final double GAIN = .2;

  /** Real incidents, which are alarms too, must not make blind. */
  private static final double LOWEST = -1.5;

  private static final double HIGHEST = 1;

  /** No more than one sample in ten is flagged. */
  private static final double HIGHEST_CHANCE = .1;

  /** The logarithm of the factor on what is aimed at. */
  double correction;

  /** When a score was last above 1. */
  long lastFlagged = Long.MIN_VALUE;

  /** The chance of an alarm to aim at, for one sample. */
  double chance(double daily, double stepDays) {
    return Math.min(HIGHEST_CHANCE, daily * stepDays * StrictMath.exp(correction));
  }

  /** Whether a flagged sample is a new alarm. */
  boolean begins(long time, long deadTime) {
    // Times of either sign: the difference of two longs may not fit into one.
    return lastFlagged == Long.MIN_VALUE || (double) time - lastFlagged >= deadTime;
  }

  /** Settles a scored sample: so much of an alarm was due, and there was one or not. */
  void settle(double due, boolean alarm) {
    correction = Math.max(LOWEST, Math.min(HIGHEST, correction + GAIN * (alarm ? due - 1 : due)));
  }
}
