package dev.almanac.forecast;

import java.util.Arrays;

/** Medians of short and of long arrays. */
final class Median {

  /** Shorter ones are sorted faster than searched. */
  private static final int SHORT = 24;

  private Median() {}

  /** The median of the first values, none of them NaN; brings them into another order. */
  static double of(double[] values, int count) {
    if (count <= SHORT) {
      Arrays.sort(values, 0, count);
      return ofSorted(values, count);
    }
    int middle = count / 2;
    double upper = select(values, count, middle);
    if (count % 2 == 1) {
      return upper;
    }
    // What is left of the middle is no greater than it.
    double lower = values[0];
    for (int i = 1; i < middle; i++) {
      lower = Math.max(lower, values[i]);
    }
    return lower / 2 + upper / 2;
  }

  /** The mean of the middle two without an overflow, or the one in the middle. */
  static double ofSorted(double[] sorted, int count) {
    int middle = count / 2;
    return count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /** Hoare's selection; what takes it too long is sorted. */
  private static double select(double[] values, int count, int wanted) {
    int from = 0;
    int to = count - 1;
    int patience = 2 * (32 - Integer.numberOfLeadingZeros(count));
    while (to - from > SHORT && patience-- > 0) {
      double pivot = middle(values[from], values[(from + to) >>> 1], values[to]);
      int i = from;
      int j = to;
      while (i <= j) {
        while (values[i] < pivot) {
          i++;
        }
        while (values[j] > pivot) {
          j--;
        }
        if (i <= j) {
          double kept = values[i];
          values[i++] = values[j];
          values[j--] = kept;
        }
      }
      if (wanted <= j) {
        to = j;
      } else if (wanted >= i) {
        from = i;
      } else {
        return values[wanted];
      }
    }
    Arrays.sort(values, from, to + 1);
    return values[wanted];
  }

  private static double middle(double a, double b, double c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
