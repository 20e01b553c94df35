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
  static final double LOWEST = -1.5;

  static final double HIGHEST = 2;

  /** No more than one sample in ten is flagged, and a dead time in four. */
  private static final double HIGHEST_CHANCE = .1;

  private static final double HIGHEST_PART = .25;

  /**
   * An alarm that lasts longer than so many dead times is an incident: nothing is due meanwhile.
   */
  private static final double INCIDENT = 3;

  /** The logarithm of the factor on what is aimed at. */
  double correction;

  /** When a score was last above 1. */
  long lastFlagged = Long.MIN_VALUE;

  /** When the last alarm began. */
  long lastAlarm = Long.MIN_VALUE;

  /** The chance of an alarm to aim at, for one sample. */
  double chance(double daily, double stepDays, double deadDays) {
    double most = Math.min(HIGHEST_CHANCE, HIGHEST_PART * stepDays / Math.max(stepDays, deadDays));
    return Math.min(most, daily * stepDays * StrictMath.exp(correction));
  }

  /** Takes in that a sample was flagged: whether that begins an alarm. */
  boolean begins(long time, long deadTime) {
    boolean begins = quiet(lastFlagged, time, (double) deadTime);
    lastFlagged = time;
    lastAlarm = begins ? time : lastAlarm;
    return begins;
  }

  /** Settles a scored sample: so much of an alarm was due, and there was one or not. */
  void settle(double due, boolean alarm, long time, long deadTime) {
    boolean incident =
        !quiet(lastFlagged, time, (double) deadTime) && quiet(lastAlarm, time, INCIDENT * deadTime);
    double owed = (incident ? 0 : due) - (alarm ? 1 : 0);
    correction = Math.max(LOWEST, Math.min(HIGHEST, correction + GAIN * owed));
  }

  private static boolean quiet(long since, long time, double deadTime) {
    // The difference of two longs may not fit into one.
    return since == Long.MIN_VALUE || (double) time - since >= deadTime;
  }
}
