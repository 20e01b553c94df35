package dev.almanac.forecast.accuracy;

/**
 * The benchmark of the M4 competition: the last value, after removing the season where there is one
 * and putting it back afterwards.
 *
 * <p>As in the organisers' code ({@code Benchmarks and Evaluation.R} of M4-methods): the season is
 * removed if the autocorrelation at its lag is beyond the 90 % limit of Bartlett's formula, by the
 * classical multiplicative decomposition.
 */
public final class Naive2 {

  private static final double NINETY_PERCENT = 1.645;

  private Naive2() {}

  /**
   * Continues a series.
   *
   * @param training all values known
   * @param season its length in steps, at least 1
   * @param horizon how many steps
   */
  public static double[] forecast(double[] training, int season, int horizon) {
    double[] out = new double[horizon];
    int last = training.length - 1;
    double[] factors = isSeasonal(training, season) ? factors(training, season) : null;
    for (int h = 0; h < horizon; h++) {
      out[h] =
          factors == null
              ? training[last]
              : training[last] / factors[last % season] * factors[(last + 1 + h) % season];
    }
    return out;
  }

  static boolean isSeasonal(double[] values, int season) {
    if (season == 1 || values.length < 3 * season) {
      return false;
    }
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double variance = autocovariance(values, mean, 0);
    double sum = 1;
    double correlation = 0;
    for (int lag = 1; lag <= season; lag++) {
      correlation = autocovariance(values, mean, lag) / variance;
      if (lag < season) {
        sum += 2 * correlation * correlation;
      }
    }
    double limit = NINETY_PERCENT * Math.sqrt(sum / values.length);
    return Math.abs(correlation) > limit;
  }

  private static double autocovariance(double[] values, double mean, int lag) {
    double sum = 0;
    for (int t = lag; t < values.length; t++) {
      sum += (values[t] - mean) * (values[t - lag] - mean);
    }
    return sum;
  }

  /** Seasonal factors, mean one, the first for the first value's place in the season. */
  static double[] factors(double[] values, int season) {
    int half = season / 2;
    double[] sums = new double[season];
    int[] counts = new int[season];
    for (int t = half; t + half < values.length; t++) {
      double trend = trend(values, t, season);
      sums[t % season] += values[t] / trend;
      counts[t % season]++;
    }
    double total = 0;
    double[] factors = new double[season];
    for (int k = 0; k < season; k++) {
      factors[k] = sums[k] / counts[k];
      total += factors[k];
    }
    for (int k = 0; k < season; k++) {
      factors[k] *= season / total;
    }
    return factors;
  }

  /** The centred moving average; of an even season the two at the ends count half. */
  private static double trend(double[] values, int t, int season) {
    int half = season / 2;
    double sum = 0;
    for (int i = t - half; i <= t + half; i++) {
      boolean end = i == t - half || i == t + half;
      sum += end && season % 2 == 0 ? values[i] / 2 : values[i];
    }
    return sum / season;
  }
}
