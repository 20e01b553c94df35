package dev.almanac.anomaly;

import java.io.Serializable;
import java.time.Duration;

/**
 * What a user wants to be told of. Made by {@link #ofAlarmsPerDay}, then narrowed.
 *
 * <p><b>What an alarm is:</b> a score above 1 where none was above 1 during the {@link #deadTime()}
 * before. That is a notification of the Prometheus rule {@code almanac_anomaly_score > 1} with
 * {@code keep_firing_for} set to the dead time. A long incident is one alarm, and one that flickers
 * is one too.
 *
 * @param alarmsPerDay how many alarms a series without any anomaly may raise a day, in the long
 *     run; above 0. At most one sample in ten is flagged, whatever is set.
 * @param deadTime see above
 * @param direction which deviations count
 * @param leastDeviation deviations from the expected value that are smaller than this never score
 *     above 1; in the unit of the series
 * @param leastRelativeDeviation the same as a part of the expected value's size: 0.1 is 10 %
 * @param lowestValid every value below it scores above 1, whatever was seen before
 * @param highestValid every value above it does
 */
public record ScorerOptions(
    double alarmsPerDay,
    Duration deadTime,
    Direction direction,
    double leastDeviation,
    double leastRelativeDeviation,
    double lowestValid,
    double highestValid)
    implements Serializable {

  private static final Duration DEAD_TIME = Duration.ofMinutes(10);
  private static final Duration LONGEST_DEAD_TIME = Duration.ofDays(365);

  /**
   * @throws IllegalArgumentException where a number makes no sense; the message names it
   */
  public ScorerOptions {
    require(
        alarmsPerDay > 0 && alarmsPerDay <= 1e5,
        "alarms per day",
        "above 0, at most 100000",
        alarmsPerDay);
    require(
        !deadTime.isNegative() && deadTime.compareTo(LONGEST_DEAD_TIME) <= 0,
        "dead time",
        "0 to a year",
        deadTime);
    require(leastDeviation >= 0, "least deviation", "0 or more", leastDeviation);
    require(
        leastRelativeDeviation >= 0,
        "least relative deviation",
        "0 or more",
        leastRelativeDeviation);
    require(
        lowestValid <= highestValid,
        "valid range",
        "a lower end and an upper one",
        lowestValid + " to " + highestValid);
  }

  private static void require(boolean holds, String what, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(what + ": expected " + expected + ", found " + found);
    }
  }

  /** So many alarms a day, in both directions, ten minutes apart, and no limits. */
  public static ScorerOptions ofAlarmsPerDay(double alarmsPerDay) {
    return new ScorerOptions(
        alarmsPerDay,
        DEAD_TIME,
        Direction.BOTH,
        0,
        0,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  public ScorerOptions withDeadTime(Duration other) {
    return new ScorerOptions(
        alarmsPerDay,
        other,
        direction,
        leastDeviation,
        leastRelativeDeviation,
        lowestValid,
        highestValid);
  }

  public ScorerOptions withDirection(Direction other) {
    return new ScorerOptions(
        alarmsPerDay,
        deadTime,
        other,
        leastDeviation,
        leastRelativeDeviation,
        lowestValid,
        highestValid);
  }

  /** Deviations that are smaller than both never score above 1. */
  public ScorerOptions withLeastDeviation(double absolute, double relative) {
    return new ScorerOptions(
        alarmsPerDay, deadTime, direction, absolute, relative, lowestValid, highestValid);
  }

  public ScorerOptions withValidRange(double lowest, double highest) {
    return new ScorerOptions(
        alarmsPerDay, deadTime, direction, leastDeviation, leastRelativeDeviation, lowest, highest);
  }
}
