package dev.almanac.forecast;

import java.util.Arrays;

/**
 * Learns bands by forecasting from past origins and looking at the errors, which is split conformal
 * prediction over a rolling origin (Vovk, Gammerman, Shafer, Algorithmic Learning in a Random
 * World, 2005; Xu and Xie, Conformal prediction for time series, 2021).
 *
 * <p>Errors are pooled over neighbouring horizons for their spread, then all of them, each divided
 * by its spread, for their shape: fifty origins are enough for a 99 % band that way.
 */
final class Calibration {

  private static final int ORIGINS = 50;

  /** The spread is that quantile of the absolute errors. */
  private static final double SPREAD_LEVEL = .8;

  private Calibration() {}

  /** Bands for a horizon; all zero where the frame leaves no origin to forecast from. */
  static Bands learn(Frame frame, Combination combination, int memory, int horizon) {
    int length = frame.length();
    int first = Math.max(1, Math.min(memory, length - 2));
    first = Math.max(first, length - Math.max(3 * horizon, (length - first) * 3 / 4));
    int origins = Math.min(ORIGINS, length - first);
    double[][] errors = new double[horizon][origins];
    double[] out = new double[horizon];
    for (int o = 0; o < origins; o++) {
      int origin = first + (int) ((long) o * (length - first) / Math.max(1, origins));
      int reach = Math.min(horizon, length - origin);
      combination.forecast(frame, origin, reach, out);
      for (int h = 0; h < horizon; h++) {
        boolean seen = h < reach && frame.known(origin + h);
        errors[h][o] = seen ? frame.values(Scale.LINEAR)[origin + h] - out[h] : Double.NaN;
      }
    }
    int[] knots = knots(horizon);
    double[] spread = new double[knots.length];
    for (int k = 0; k < knots.length; k++) {
      spread[k] =
          spread(errors, k == 0 ? 1 : knots[k - 1] + 1, knots[Math.min(knots.length - 1, k + 1)]);
      // No less is known of what is further away, whatever few errors say.
      spread[k] = k == 0 ? spread[k] : Math.max(spread[k], spread[k - 1]);
    }
    return new Bands(
        knots,
        spread,
        shape(errors, new Bands(knots, spread, QuantileCurve.ofErrors(new double[0], 0))));
  }

  /** 1, 2, 3, 4, 6, 9, 14, … and the horizon itself. */
  private static int[] knots(int horizon) {
    int[] knots = new int[64];
    int count = 0;
    for (int knot = 1; knot < horizon; knot = Math.max(knot + 1, knot * 3 / 2)) {
      knots[count++] = knot;
    }
    knots[count++] = horizon;
    return Arrays.copyOf(knots, count);
  }

  private static double spread(double[][] errors, int from, int to) {
    double[] pool = new double[(to - from + 1) * errors[0].length];
    int count = 0;
    for (int h = from; h <= to; h++) {
      for (double error : errors[h - 1]) {
        if (!Double.isNaN(error)) {
          pool[count++] = Math.abs(error);
        }
      }
    }
    Arrays.sort(pool, 0, count);
    return count == 0 ? 0 : pool[(int) Math.min(count - 1L, (long) (SPREAD_LEVEL * count))];
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
