package dev.almanac.forecast;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds the last change of level that stayed. It has to be beyond doubt, for a recursion follows
 * small ones by itself: medians of whole days before and after must lie apart by more than days
 * differ among themselves on either side.
 */
final class LevelShifts {

  /** Days that are needed before and after; a week of them before where days of a week differ. */
  private static final int LEAST = 3;

  /** How far apart the two sides must be, in ranges of days of either side. */
  private static final double APART = 1.5;

  private LevelShifts() {}

  /**
   * Looks at a frame.
   *
   * @param day steps of a day, or of any block that levels are compared by
   * @param before how many days there must be before the shift
   */
  static Optional<LevelShift> find(Frame frame, int day, int before) {
    double[] values = frame.values(Scale.LINEAR);
    int days = values.length / day;
    int from = values.length - days * day;
    double[] medians = new double[days];
    double[] one = new double[day];
    for (int d = 0; d < days; d++) {
      System.arraycopy(values, from + d * day, one, 0, day);
      medians[d] = Median.of(one, day);
    }
    int earliest = Math.max(LEAST, before);
    Extremes old = new Extremes();
    double[] lowestBefore = new double[days];
    double[] highestBefore = new double[days];
    for (int d = 0; d < days; d++) {
      lowestBefore[d] = old.lowest;
      highestBefore[d] = old.highest;
      old.add(medians[d]);
    }
    Extremes now = new Extremes();
    for (int split = days - 1; split >= earliest; split--) {
      now.add(medians[split]);
      if (split <= days - LEAST && now.isApart(lowestBefore[split], highestBefore[split])) {
        int at = from + split * day;
        return Optional.of(
            shift(
                frame,
                at - day,
                at + day,
                Arrays.copyOf(medians, split),
                Arrays.copyOfRange(medians, split, days)));
      }
    }
    return Optional.empty();
  }

  /** The lowest and the highest of days. */
  private static final class Extremes {
    private double lowest = Double.MAX_VALUE;
    private double highest = -Double.MAX_VALUE;

    void add(double median) {
      lowest = Math.min(lowest, median);
      highest = Math.max(highest, median);
    }

    boolean isApart(double otherLowest, double otherHighest) {
      double rounding = 1e-9 * Math.max(Math.abs(lowest), Math.abs(otherLowest));
      double range = Math.max(highest - lowest, otherHighest - otherLowest) + rounding;
      return lowest - otherHighest > APART * range || otherLowest - highest > APART * range;
    }
  }

  /** The step in two days from which on values are nearer to the new level than to the old. */
  private static LevelShift shift(Frame frame, int from, int to, double[] old, double[] now) {
    Arrays.sort(old);
    Arrays.sort(now);
    double[] values = frame.values(Scale.LINEAR);
    double before = Median.ofSorted(old, old.length);
    double after = Median.ofSorted(now, now.length);
    double cost = 0;
    double least = 0;
    int at = from;
    for (int t = from; t < to; t++) {
      cost += Math.abs(values[t] - before) - Math.abs(values[t] - after);
      if (cost < least) {
        least = cost;
        at = t + 1;
      }
    }
    return grows(old, now, before, after)
        ? new LevelShift(frame.number(at), after / before, 0)
        : new LevelShift(frame.number(at), 1, after - before);
  }

  /** Whether days differ by the same part of their level on both sides, rather than by the same. */
  private static boolean grows(double[] old, double[] now, double before, double after) {
    if (old[0] <= 0 || now[0] <= 0) {
      return false;
    }
    double ratio = (now[now.length - 1] - now[0]) / (old[old.length - 1] - old[0]);
    double level = after / before;
    return after < before || (ratio > 0 && Math.abs(ratio / level - 1) < Math.abs(ratio - 1));
  }
}
