package dev.almanac.forecast;

import java.util.List;
import java.util.TreeSet;

/**
 * Finds season lengths: the day and the week of the clock first, and where there is no day, what
 * stands out in the spectrum.
 *
 * <p>A season counts only if the value one season ago says more than those half a season nearer and
 * further, in median absolute difference: so no trend and no slow wave is taken for one.
 */
final class Seasons {

  /** How much less than its neighbours the difference at the season's lag has to be. */
  private static final double CLEARLY = .9;

  /** A season has to be seen so often. */
  private static final int CYCLES = 3;

  private final double[] values;

  private Seasons(double[] values) {
    this.values = values;
  }

  /**
   * Looks at the known values of a frame.
   *
   * @return lengths in steps, ascending; empty where there is none
   */
  static List<Integer> find(Frame frame, CivilTime civil) {
    Seasons seasons = new Seasons(frame.values(Scale.LINEAR));
    TreeSet<Integer> found = new TreeSet<>();
    int day = civil.stepsPerDay();
    int week = 7 * day;
    if (seasons.isSeason(day)) {
      found.add(day);
    } else {
      int length = Spectrum.period(seasons.values);
      if (seasons.isSeason(length)) {
        found.add(length);
      }
    }
    if (day > 0 && seasons.fits(week) && seasons.isWeek(day, week)) {
      // The days of a week differ, so much perhaps that one says little of the next.
      found.add(day);
      found.add(week);
    }
    return List.copyOf(found);
  }

  private boolean fits(int season) {
    return season >= 2 && (long) CYCLES * season <= values.length;
  }

  private boolean isSeason(int season) {
    if (!fits(season)) {
      return false;
    }
    int half = season / 2;
    double around = Math.min(difference(half), difference(season + half));
    return difference(season) < CLEARLY * around;
  }

  /** Whether a week ago says more than the other days of a week, of which yesterday is the best. */
  private boolean isWeek(int day, int week) {
    double others = Double.MAX_VALUE;
    for (int days = 1; days < 7; days++) {
      others = Math.min(others, difference(days * day));
    }
    return difference(week) < others;
  }

  /** The mean absolute difference of values that far apart. */
  private double difference(int lag) {
    double sum = 0;
    int count = 0;
    for (int t = lag; t < values.length; t++) {
      sum += Math.abs(values[t] - values[t - lag]);
      count++;
    }
    return count == 0 ? Double.MAX_VALUE : sum / count;
  }
}
