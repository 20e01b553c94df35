package dev.almanac.anomaly.novelty;

import java.util.Arrays;

/** Quantiles of all values so far, from an evenly thinned part of them: bounded, no randomness. */
final class SortedSample {

  private static final int MOST = 4096;

  private final double[] sorted = new double[MOST];
  private int size;
  private int stride = 1;
  private int skipped;

  void add(double value) {
    if (++skipped < stride) {
      return;
    }
    skipped = 0;
    if (size == MOST) {
      for (int i = 0; i < MOST / 2; i++) {
        sorted[i] = sorted[2 * i + 1];
      }
      size = MOST / 2;
      stride *= 2;
    }
    int place = Arrays.binarySearch(sorted, 0, size, value);
    place = place < 0 ? -place - 1 : place;
    System.arraycopy(sorted, place, sorted, place + 1, size - place);
    sorted[place] = value;
    size++;
  }

  int size() {
    return size;
  }

  /** The value below which that part of all is. */
  double quantile(double part) {
    return sorted[(int) (part * size)];
  }
}
