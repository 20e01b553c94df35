package dev.almanac.forecast.accuracy;

/**
 * Measures of one forecast path against what came. Steps whose actual value is not known (NaN) do
 * not count; where none is known the result is NaN.
 */
public final class Accuracy {

  private Accuracy() {}

  /**
   * Symmetric mean absolute percentage error, in percent, as the M4 competition counts it: the mean
   * of {@code 200 |y - f| / (|y| + |f|)}; where both are zero the error is zero.
   *
   * <p>Makridakis, Spiliotis, Assimakopoulos, The M4 Competition, International Journal of
   * Forecasting 36 (2020), section 2.
   */
  public static double smape(double[] actual, double[] forecast) {
    requireSameLength(actual, forecast);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(actual[i])) {
        double size = Math.abs(actual[i]) + Math.abs(forecast[i]);
        sum += size == 0 ? 0 : 200 * Math.abs(actual[i] - forecast[i]) / size;
        known++;
      }
    }
    return sum / known;
  }

  /** Mean absolute error: the mean of {@code |y - f|}. */
  public static double mae(double[] actual, double[] forecast) {
    requireSameLength(actual, forecast);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(actual[i])) {
        sum += Math.abs(actual[i] - forecast[i]);
        known++;
      }
    }
    return sum / known;
  }

  /**
   * What errors are divided by to be compared between series: the mean absolute error of the
   * seasonal naive forecast one season ahead within the training part, the mean of {@code |y[t] -
   * y[t - m]|}.
   *
   * <p>Hyndman and Koehler, Another look at measures of forecast accuracy, International Journal of
   * Forecasting 22 (2006).
   *
   * @param season m, at least 1
   */
  public static double naiveScale(double[] training, int season) {
    double sum = 0;
    int known = 0;
    for (int t = season; t < training.length; t++) {
      double change = Math.abs(training[t] - training[t - season]);
      if (!Double.isNaN(change)) {
        sum += change;
        known++;
      }
    }
    return sum / known;
  }

  /**
   * Mean absolute scaled error: {@link #mae} divided by {@link #naiveScale}. Infinite, or NaN for a
   * perfect forecast, where the training part repeats itself exactly.
   */
  public static double mase(double[] actual, double[] forecast, double naiveScale) {
    return mae(actual, forecast) / naiveScale;
  }

  /**
   * Overall weighted average of M4: the mean of two ratios, of sMAPE and MASE to those of {@link
   * Naive2}, each averaged over all series before.
   */
  public static double owa(double smape, double mase, double naive2Smape, double naive2Mase) {
    return (smape / naive2Smape + mase / naive2Mase) / 2;
  }

  /**
   * Pinball (quantile) loss: the mean of {@code level (y - q)} where the value is above the
   * quantile, {@code (1 - level) (q - y)} where it is below.
   *
   * <p>Koenker and Bassett, Regression quantiles, Econometrica 46 (1978).
   */
  public static double pinball(double[] actual, double[] quantile, double level) {
    requireSameLength(actual, quantile);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(actual[i])) {
        double above = actual[i] - quantile[i];
        sum += above >= 0 ? level * above : (level - 1) * above;
        known++;
      }
    }
    return sum / known;
  }

  /** The part of the known values that lie within a band, its limits included: 0 to 1. */
  public static double coverage(double[] actual, double[] lower, double[] upper) {
    requireSameLength(actual, lower);
    requireSameLength(actual, upper);
    int within = 0;
    int known = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(actual[i])) {
        within += actual[i] >= lower[i] && actual[i] <= upper[i] ? 1 : 0;
        known++;
      }
    }
    return (double) within / known;
  }

  /**
   * Mean scaled interval score: the mean width of the band, plus {@code 2 / (1 - coverage)} times
   * how far each value lies outside, divided by {@link #naiveScale}.
   *
   * <p>Gneiting and Raftery, Strictly proper scoring rules, Journal of the American Statistical
   * Association 102 (2007); scaled as in M4.
   *
   * @param coverage nominal, such as .95
   */
  public static double msis(
      double[] actual, double[] lower, double[] upper, double coverage, double naiveScale) {
    requireSameLength(actual, lower);
    requireSameLength(actual, upper);
    double penalty = 2 / (1 - coverage);
    double sum = 0;
    int known = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!Double.isNaN(actual[i])) {
        double below = Math.max(0, lower[i] - actual[i]);
        double above = Math.max(0, actual[i] - upper[i]);
        sum += upper[i] - lower[i] + penalty * (below + above);
        known++;
      }
    }
    return sum / known / naiveScale;
  }

  private static void requireSameLength(double[] actual, double[] other) {
    if (actual.length != other.length) {
      throw new IllegalArgumentException(
          actual.length + " actual values, but " + other.length + " to compare with");
    }
  }
}
