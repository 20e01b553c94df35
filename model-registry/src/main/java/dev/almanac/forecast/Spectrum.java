package dev.almanac.forecast;

/**
 * The strongest period of a series, by the periodogram of its differences (Schuster, On the
 * investigation of hidden periodicities, 1898).
 */
final class Spectrum {

  /** More points say no more of periods that are seen several times. */
  private static final int MOST = 1 << 14;

  /**
   * Of the power that the strongest frequency has to hold; white noise of a thousand points: 1 %.
   */
  private static final double LEAST_PART = .05;

  private Spectrum() {}

  /** Length of the strongest period in steps, or 0 where none stands out. */
  static int period(double[] values) {
    int length = Math.min(MOST, values.length - 1);
    if (length < 8) {
      return 0;
    }
    int size = Integer.highestOneBit(2 * length - 1);
    double[] real = new double[size];
    double[] imaginary = new double[size];
    int first = values.length - length;
    for (int i = 0; i < length; i++) {
      // Differences, so that a trend is no long period; tapered, so that the ends are no step.
      double taper = .5 - .5 * StrictMath.cos(2 * Math.PI * (i + .5) / length);
      real[i] = (values[first + i] - values[first + i - 1]) * taper;
    }
    transform(real, imaginary);
    int strongest = 0;
    double most = 0;
    double all = 0;
    for (int k = 1; k <= size / 2; k++) {
      double power = real[k] * real[k] + imaginary[k] * imaginary[k];
      // Differencing weighs frequencies by their square; undone, slow ones are seen again.
      double sine = StrictMath.sin(Math.PI * k / size);
      power /= sine * sine;
      all += power;
      if (power > most && size / k * 3L <= length) {
        most = power;
        strongest = k;
      }
    }
    return strongest == 0 || most < LEAST_PART * all
        ? 0
        : best(values, size / (strongest + 1), size / Math.max(1, strongest - 1));
  }

  /** Of the lengths that one frequency may stand for, the one after which values repeat best. */
  private static int best(double[] values, int from, int to) {
    int best = 0;
    double least = Double.MAX_VALUE;
    for (int lag = Math.max(2, from); lag <= Math.min(to + 1, values.length / 3); lag++) {
      double sum = 0;
      int first = Math.max(lag, values.length - MOST);
      for (int t = first; t < values.length; t++) {
        sum += Math.abs(values[t] - values[t - lag]);
      }
      double mean = sum / (values.length - first);
      if (mean < least) {
        least = mean;
        best = lag;
      }
    }
    return best;
  }

  /** Cooley and Tukey's transform in place, of a power of two. */
  private static void transform(double[] real, double[] imaginary) {
    int size = real.length;
    for (int i = 1, j = 0; i < size; i++) {
      int bit = size >> 1;
      for (; (j & bit) != 0; bit >>= 1) {
        j ^= bit;
      }
      j ^= bit;
      if (i < j) {
        swap(real, i, j);
        swap(imaginary, i, j);
      }
    }
    for (int half = 1; half < size; half *= 2) {
      for (int k = 0; k < half; k++) {
        double cosine = StrictMath.cos(Math.PI * k / half);
        double sine = -StrictMath.sin(Math.PI * k / half);
        for (int i = k; i < size; i += 2 * half) {
          double re = real[i + half] * cosine - imaginary[i + half] * sine;
          double im = real[i + half] * sine + imaginary[i + half] * cosine;
          real[i + half] = real[i] - re;
          imaginary[i + half] = imaginary[i] - im;
          real[i] += re;
          imaginary[i] += im;
        }
      }
    }
  }

  private static void swap(double[] values, int i, int j) {
    double kept = values[i];
    values[i] = values[j];
    values[j] = kept;
  }
}
