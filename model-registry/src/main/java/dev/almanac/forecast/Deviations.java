package dev.almanac.forecast;

import java.util.Arrays;

/**
 * How a series deviates from a profile, brought to a spread of one, and how much each step counts:
 * what autoregressions are learned from.
 */
final class Deviations {

  /** How far beyond what was seen a forecast may go, in parts of the range that was seen. */
  private static final double ROOM = .5;

  /** Where an error begins to count less, in median absolute errors. */
  private static final double HUBER = 3;

  /** The ridge, in mean variances of the regressors: enough to tell equal columns apart. */
  private static final double RIDGE = 3e-5;

  private final Scale scale;
  private final Profile profile;
  private final double spread;
  private final double[] z;
  private final double[] weights;
  private final double lowest;
  private final double highest;

  /**
   * @param memory after so many steps a value counts 1/e
   */
  Deviations(Frame frame, Scale scale, Profile profile, double memory) {
    this.scale = scale;
    this.profile = profile;
    z = against(frame, scale, profile);
    double square = 0;
    for (double deviation : z) {
      square += deviation * deviation;
    }
    spread = square > 0 ? Math.sqrt(square / z.length) : 1;
    double low = 0;
    double high = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] /= spread;
      low = Math.min(low, z[i]);
      high = Math.max(high, z[i]);
    }
    lowest = low - ROOM * (high - low);
    highest = high + ROOM * (high - low);
    weights = new double[z.length];
    double decay = StrictMath.exp(-1 / memory);
    double age = 1;
    for (int t = z.length - 1; t >= 0; t--) {
      weights[t] = frame.known(t) ? age : 0;
      age *= decay;
    }
  }

  /** Values of a frame less a profile of a season. */
  static double[] against(Frame frame, Scale scale, Profile profile) {
    double[] values = frame.values(scale);
    double[] out = new double[values.length];
    int season = profile.season();
    int phase = season == 1 ? 0 : frame.phase(0, season);
    for (int i = 0; i < out.length; i++) {
      out[i] = values[i] - profile.at(phase);
      phase = phase + 1 == season ? 0 : phase + 1;
    }
    return out;
  }

  /**
   * All sums of products at some lags; what a first fit on all of them misses by far counts less.
   */
  Gram gram(int[] lags, boolean robust) {
    Gram gram = new Gram(z, weights, lags);
    return robust
        ? new Gram(z, huber(lags, gram.solve(lags, new double[lags.length], RIDGE)), lags)
        : gram;
  }

  private double[] huber(int[] lags, double[] coefficients) {
    int first = lags[lags.length - 1];
    double[] errors = Arrays.copyOfRange(z, first, z.length);
    for (int l = 0; l < lags.length; l++) {
      double coefficient = coefficients[l];
      int from = first - lags[l];
      for (int i = 0; i < errors.length; i++) {
        errors[i] -= coefficient * z[from + i];
      }
    }
    for (int i = 0; i < errors.length; i++) {
      errors[i] = Math.abs(errors[i]);
    }
    double limit = HUBER * Median.of(errors.clone(), errors.length);
    double[] robust = weights.clone();
    for (int i = 0; i < errors.length; i++) {
      if (errors[i] > limit) {
        robust[first + i] *= limit / errors[i];
      }
    }
    return robust;
  }

  /** The recursion on some of the lags that were summed. */
  Autoregression autoregression(String name, Gram gram, int[] lags, double[] prior) {
    double[] coefficients = gram.solve(lags, prior, RIDGE);
    return new Autoregression(name, scale, lags, coefficients, profile, spread, lowest, highest);
  }
}
