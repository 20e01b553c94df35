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
 * few of its errors are independent. How few, {@link #independent} tells from the errors; the curve
 * is {@linkplain QuantileCurve#widened widened} by that.
 */
final class Calibration {

  /** With fewer independent values nothing could be said. */
  private static final double LEAST_INDEPENDENT = 4;

  /** The mean square of the means of horizons, in mean squares of errors: of hourly metrics. */
  private static final double USUALLY_ALIKE = .3;

  /** By how much of a golden section the place within a whole number moves from error to error. */
  private static final double GOLDEN = 0.6180339887498949;

  /** A spread is never less than that part of the one furthest ahead. */
  private static final double LEAST_PART = 1e-6;

  /** How many errors the belief counts for that all hours of a day are alike. */
  private static final double BELIEF = 20;

  /** The rhythm is smoothed over the neighbouring half hours of a day. */
  private static final int HALF_HOURS = 48;

  private Calibration() {}

  /**
   * Bands for as many steps ahead as members were tried for.
   *
   * @param day steps of a day, or 1
   * @param grain what values are whole multiples of, or 0: a count stands for all that is rounded
   *     to it, so bands of counts take in a number where they hold the greater part of it
   */
  static Bands learn(Rolling rolling, Combination combination, int day, double grain) {
    double[][] errors = rolling.errors(combination);
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
    Bands even = new Bands(horizons, spread, new float[] {1}, QuantileCurve.FLAT);
    double[] units = new double[errors.length];
    Arrays.setAll(units, h -> even.at(h + 1));
    float[] rhythm = rhythm(rolling, errors, units, day);
    QuantileCurve curve = shape(rolling, errors, units, rhythm, grain);
    double independent = Math.max(LEAST_INDEPENDENT, independent(rolling, errors, units));
    return new Bands(horizons, spread, rhythm, curve.widened(independent));
  }

  /**
   * How many independent values the errors are worth. Horizons side by side are independent of each
   * other; within one, errors may all be the same, or each its own. The mean square of their means
   * tells: of a random walk it is nearly that of the errors, of noise a part of it (the design
   * effect of cluster samples; Kish, Survey Sampling, 1965). A few horizons tell it roughly, so it
   * is taken halfway to what is usual.
   */
  private static double independent(Rolling rolling, double[][] errors, double[] units) {
    double means = 0;
    double squares = 0;
    for (int o = 0; o < rolling.origins(); o++) {
      double sum = 0;
      int known = 0;
      for (int h = 0; h < errors.length; h++) {
        if (!Double.isNaN(errors[h][o]) && units[h] > 0) {
          double error = errors[h][o] / units[h];
          sum += error;
          squares += error * error;
          known++;
        }
      }
      means += known == 0 ? 0 : sum * sum / known;
    }
    double alike = Math.max(squares > 0 ? means / squares : 1, 1.0 / errors.length);
    double horizons = Math.min(rolling.origins(), rolling.horizons());
    return horizons / Math.sqrt(alike * USUALLY_ALIKE);
  }

  /** The mean error by phase of the day, in units of the spread, drawn towards one. */
  private static float[] rhythm(Rolling rolling, double[][] errors, double[] units, int day) {
    double[] sums = new double[day];
    double[] counts = new double[day];
    for (int o = 0; o < rolling.origins(); o++) {
      int phase = (int) Math.floorMod(rolling.number(o), (long) day);
      for (int h = 0; h < errors.length; h++) {
        if (!Double.isNaN(errors[h][o]) && units[h] > 0) {
          sums[phase] += Math.abs(errors[h][o]) / units[h];
          counts[phase]++;
        }
        phase = phase + 1 == day ? 0 : phase + 1;
      }
    }
    float[] rhythm = new float[day];
    int smooth = day == 1 ? 0 : Math.max(1, day / HALF_HOURS);
    for (int k = 0; k < day; k++) {
      double sum = BELIEF;
      double count = BELIEF;
      for (int j = -smooth; j <= smooth; j++) {
        sum += sums[Math.floorMod(k + j, day)];
        count += counts[Math.floorMod(k + j, day)];
      }
      rhythm[k] = (float) (sum / count);
    }
    return rhythm;
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

  private static QuantileCurve shape(
      Rolling rolling, double[][] errors, double[] units, float[] rhythm, double grain) {
    double[] pool = new double[errors.length * errors[0].length];
    int count = 0;
    for (int o = 0; o < rolling.origins(); o++) {
      int phase = (int) Math.floorMod(rolling.number(o), (long) rhythm.length);
      for (int h = 0; h < errors.length; h++) {
        if (!Double.isNaN(errors[h][o])) {
          double unit = units[h] * rhythm[phase];
          double within = grain * (count * GOLDEN % 1 - .5);
          pool[count++] = unit > 0 ? (errors[h][o] + within) / unit : 0;
        }
        phase = phase + 1 == rhythm.length ? 0 : phase + 1;
      }
    }
    return QuantileCurve.ofErrors(pool, count);
  }
}
