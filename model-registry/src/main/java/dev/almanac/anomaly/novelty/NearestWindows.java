package dev.almanac.anomaly.novelty;

import java.util.Arrays;

/**
 * How unlike all earlier windows a window is: the distance to the nearest of them, ranked among
 * such distances in the past ({@link PastPeaks}). It is the left matrix profile and its discords
 * (Yeh et al., ICDM 2016; Lu et al., DAMP, KDD 2022), which KNN-CAD computes too (Burnaev and
 * Ishimtsev, 2016). Memory is bounded: the oldest windows are forgotten.
 */
final class NearestWindows {

  private static final int MOST = 8192;

  /** So many samples are compared before a look at the sum. */
  private static final int TOGETHER = 3;

  private final int length;
  private final PastPeaks distances = new PastPeaks();

  /** One window after the other, which spares looking them up. */
  private float[] past;

  private int room = 64;
  private long count;
  private long nearest;

  /**
   * @param length samples of a window, a multiple of three; one comes with each sample, and as many
   *     before it share samples with it and are not compared
   */
  NearestWindows(int length) {
    this.length = length;
    past = new float[room * length];
  }

  /** Judges a window, then remembers it. Peaks as high as are expected in so long a past. */
  double next(float[] window, double scale) {
    double expected = Double.POSITIVE_INFINITY;
    if (count > length) {
      expected = distances.next(distance(window), NoveltyDetector.rounding(scale));
    }
    if (count == room && room < MOST) {
      room *= 2;
      past = Arrays.copyOf(past, room * length);
    }
    System.arraycopy(window, 0, past, place(count), length);
    count++;
    return expected;
  }

  /** The number of windows in the past that those are compared with. */
  long past() {
    return Math.max(0, count - length);
  }

  /** Exact where it is above the floor: what is nearer is nothing new, and the search ends. */
  private double distance(float[] window) {
    long first = Math.max(0, count - room);
    long end = count - length;
    double enough = distances.floor() * distances.floor();
    // What followed the nearest of the last window is near this one, and spares most comparisons.
    nearest = Math.max(first, Math.min(nearest + 1, end - 1));
    double best = squares(window, place(nearest), Double.POSITIVE_INFINITY);
    for (long p = end - 1; p >= first && best > enough; p--) {
      double sum = squares(window, place(p), best);
      if (sum < best) {
        best = sum;
        nearest = p;
      }
    }
    return Math.sqrt(best);
  }

  private int place(long index) {
    return (int) (index & (room - 1)) * length;
  }

  /** The squared distance, or a part of it that is not less than the best so far. */
  private double squares(float[] window, int place, double best) {
    double sum = 0;
    for (int i = 0; i < length && sum < best; i += TOGETHER) {
      double a = window[i] - past[place + i];
      double b = window[i + 1] - past[place + i + 1];
      double c = window[i + 2] - past[place + i + 2];
      sum += a * a + b * b + c * c;
    }
    return sum;
  }
}
