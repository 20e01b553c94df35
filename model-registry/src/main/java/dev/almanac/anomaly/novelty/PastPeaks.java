package dev.almanac.anomaly.novelty;

/**
 * How often a series had so high a peak. Peaks are declustered: heights less than a dead time apart
 * are one. Of exchangeable values the next is above the k-th highest peak of n rows with a chance
 * of about k in n, whatever their distribution; so a boundary on this number gives alarms at a rate
 * that needs no table.
 */
final class PastPeaks {

  /** So many of the highest are kept; they tell the scale of the tail beyond them, too. */
  private static final int MOST = 16;

  /** After so many heights a rank is worth something. */
  private static final int LEAST = 50;

  private static final int LONGEST_DEAD_TIME = 72;

  /** The dead time is that part of the heights there were. */
  private static final int DEAD_PART = 8;

  /** The index of the Pareto tail beyond the highest: heavier than an exponential one. */
  private static final double TAIL_INDEX = 4;

  /** What is rarer is not told apart. */
  private static final double RAREST = 1e-3;

  private final double[] peaks = new double[MOST + 1];
  private int size;

  /** The highest of the cluster that may not be over. */
  private double open = Double.NEGATIVE_INFINITY;

  private long openAt;
  private long seen;

  /**
   * The number of peaks in the past that were as high, a fraction below 1 beyond the highest. Then
   * remembers the height. Infinite while little is known, and for what is not above the floor.
   *
   * @param slack by how much a record is to be broken at least to count for much
   */
  double next(double height, double slack) {
    seen++;
    double expected = Double.POSITIVE_INFINITY;
    if (seen > LEAST && height > floor()) {
      double highest = size == 0 ? open : Math.max(open, peaks[0]);
      expected = height > highest ? beyond(height - highest, slack) : rank(height);
    }
    remember(height);
    return expected;
  }

  /** What is not above that is nothing new, whatever it is: 0, or the lowest peak that is kept. */
  double floor() {
    return size < MOST ? 0 : Math.max(0, peaks[MOST - 1]);
  }

  private double beyond(double excess, double slack) {
    double scale = slack;
    for (int i = 0; i < size - 1; i++) {
      scale += (peaks[i] - peaks[size - 1]) / (size - 1);
    }
    return Math.max(RAREST, Math.pow(1 + excess / (scale * TAIL_INDEX), -TAIL_INDEX));
  }

  /** Between two peaks, the part of the way from the higher to the lower counts too. */
  private double rank(double height) {
    int above = 0;
    while (above < size && peaks[above] >= height) {
      above++;
    }
    double lower = above < size ? peaks[above] : Double.NEGATIVE_INFINITY;
    double higher = above > 0 ? peaks[above - 1] : Double.POSITIVE_INFINITY;
    if (open >= height) {
      above++;
      higher = Math.min(higher, open);
    } else {
      lower = Math.max(lower, open);
    }
    return above + (higher - height) / (higher - lower);
  }

  private void remember(double height) {
    if (seen > 1 && seen - openAt >= Math.min(LONGEST_DEAD_TIME, seen / DEAD_PART)) {
      insert(open);
      open = Double.NEGATIVE_INFINITY;
    }
    if (height > open) {
      open = height;
      openAt = seen;
    }
  }

  private void insert(double peak) {
    int place = size;
    for (; place > 0 && peaks[place - 1] < peak; place--) {
      peaks[place] = peaks[place - 1];
    }
    peaks[place] = peak;
    size = Math.min(size + 1, MOST);
  }
}
