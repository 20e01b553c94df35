package dev.almanac.anomaly.novelty;

import java.util.Arrays;

/**
 * How unlike all earlier windows a window is: the distance to the nearest of them, divided by the
 * greatest such distance so far. It is the left matrix profile and its discord (Yeh et al., ICDM
 * 2016; Lu et al., DAMP, KDD 2022), which KNN-CAD computes too (Burnaev and Ishimtsev, 2016), on
 * vectors that summarise the windows. Memory is bounded: the oldest windows are forgotten.
 */
final class NearestWindows {

  private static final int MOST = 8192;

  /** After as many comparisons the greatest distance is worth something. */
  private static final int LEAST = 48;

  private final int apart;
  private float[][] past = new float[64][];
  private long count;
  private double farthest;

  /**
   * @param apart so many windows before this one share samples with it and do not count
   */
  NearestWindows(int apart) {
    this.apart = apart;
  }

  /** Judges a window, then remembers it. 0 while little is known. */
  double next(float[] window, double scale) {
    double distance = nearest(window);
    double ratio = 0;
    if (count - apart > LEAST) {
      ratio = distance / (farthest + NoveltyDetector.rounding(scale));
    }
    if (count > apart) {
      farthest = Math.max(farthest, distance);
    }
    if (count == past.length && past.length < MOST) {
      past = Arrays.copyOf(past, 2 * past.length);
    }
    past[(int) (count % past.length)] = window;
    count++;
    return ratio;
  }

  private double nearest(float[] window) {
    double best = Double.POSITIVE_INFINITY;
    long first = Math.max(0, count - past.length);
    for (long p = first; p < count - apart; p++) {
      best = closer(window, past[(int) (p % past.length)], best);
    }
    return best == Double.POSITIVE_INFINITY ? 0 : Math.sqrt(best);
  }

  /** The squared distance, or the best so far where it is not less. */
  private static double closer(float[] one, float[] other, double best) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      double difference = one[i] - other[i];
      sum += difference * difference;
      if (sum >= best) {
        return best;
      }
    }
    return sum;
  }
}
