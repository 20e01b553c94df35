package dev.almanac.forecast;

import java.util.Arrays;

/** Medians of short and of long arrays. */
final class Median {

  private Median() {}

  /** The median of the first values; sorts them. */
  static double of(double[] values, int count) {
    Arrays.sort(values, 0, count);
    return ofSorted(values, count);
  }

  /** The mean of the middle two without an overflow, or the one in the middle. */
  static double ofSorted(double[] sorted, int count) {
    int middle = count / 2;
    return count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }
}
