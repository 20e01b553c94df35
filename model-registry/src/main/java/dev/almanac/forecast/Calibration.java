package dev.almanac.forecast;

import java.util.Arrays;

/**
 * Learns bands from the errors on a rolling origin, which is the split conformal way (Vovk,
 * Gammerman, Shafer, Algorithmic Learning in a Random World, 2005; Xu and Xie, Conformal prediction
 * for time series, 2021): errors are pooled over neighbouring horizons for their spread, then all
 * of them, each divided by its spread, for their shape. So thirty origins are enough for a 99 %
 * band.
 *
 * <p>Quantiles of past errors are too narrow for the next ones: the model has seen the past, and
 * few horizons of it are independent. As in Student's predictive distribution, each quantile is
 * widened by what a t distribution of that many degrees of freedom is wider than a normal one.
 */
final class Calibration {

  /** With more there is no end to what the model has not seen. */
  private static final double MOST_FREEDOM = 8;

  private static final double LEAST_FREEDOM = 2;

  /** A spread is never less than that part of the one furthest ahead. */
  private static final double LEAST_PART = 1e-6;

  private Calibration() {}

  /**
   * Bands for as many steps ahead as there are errors for.
   *
   * @param errors by step and origin, NaN where not known
   * @param independent how many horizons of them say something of their own
   */
  static Bands learn(double[][] errors, double independent) {
    int[] horizons = horizons(errors.length);
    double[] spread = new double[horizons.length];
    int last = horizons.length - 1;
    for (int k = 0; k <= last; k++) {
      int from = k == 0 ? 1 : horizons[k - 1] + 1;
      double found = spread(errors, from, horizons[Math.min(last, k + 1)]);
      // No less is known of what is further away, whatever few errors say.
      spread[k] = k == 0 ? found : Math.max(found, spread[k - 1]);
    }
    for (int k = 0; k < last; k++) {
      spread[k] = Math.max(spread[k], LEAST_PART * spread[last]);
    }
    double freedom = Math.max(LEAST_FREEDOM, Math.min(MOST_FREEDOM, independent));
    QuantileCurve curve = shape(errors, new Bands(horizons, spread, QuantileCurve.FLAT));
    return new Bands(horizons, spread, curve.widened(freedom));
  }

  /** 1, 2, 3, 4, 6, 9, 13, … and the last one itself. */
  private static int[] horizons(int last) {
    int[] horizons = new int[64];
    int count = 0;
    for (int h = 1; h < last; h = Math.max(h + 1, h * 3 / 2)) {
      horizons[count++] = h;
    }
    horizons[count++] = last;
    return Arrays.copyOf(horizons, count);
  }

  /** The mean absolute error some steps ahead. */
  private static double spread(double[][] errors, int from, int to) {
    double sum = 0;
    int count = 0;
    for (int h = from; h <= to; h++) {
      for (double error : errors[h - 1]) {
        if (!Double.isNaN(error)) {
          sum += Math.abs(error);
          count++;
        }
      }
    }
    return count == 0 ? 0 : sum / count;
  }

  private static QuantileCurve shape(double[][] errors, Bands spread) {
    double[] pool = new double[errors.length * errors[0].length];
    int count = 0;
    for (int h = 0; h < errors.length; h++) {
      double unit = spread.at(h + 1);
      for (double error : errors[h]) {
        if (!Double.isNaN(error)) {
          pool[count++] = unit > 0 ? error / unit : 0;
        }
      }
    }
    return QuantileCurve.ofErrors(pool, count);
  }
}
