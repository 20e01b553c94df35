package dev.almanac.forecast;

import dev.almanac.forecast.accuracy.Accuracy;

/**
 * A forecast beside what came.
 *
 * @param forecast made from what was before
 * @param actual values at the steps of the forecast, NaN where not known
 * @param naiveScale what errors are divided by: see {@link Accuracy#naiveScale}
 */
@SuppressWarnings("ArrayRecordComponent") // made for the caller, who may do as he likes
public record HoldOut(Forecast forecast, double[] actual, double naiveScale) {

  /** Of the median, in percent: see {@link Accuracy#smape}. */
  public double smape() {
    return Accuracy.smape(actual, forecast.median());
  }

  /** Of the median: see {@link Accuracy#mae}. */
  public double mae() {
    return Accuracy.mae(actual, forecast.median());
  }

  /** Of the median: see {@link Accuracy#mase}. */
  public double mase() {
    return Accuracy.mase(actual, forecast.median(), naiveScale);
  }

  /** Of one quantile: see {@link Accuracy#pinball}. */
  public double pinball(double level) {
    return Accuracy.pinball(actual, forecast.quantile(level), level);
  }

  /** The part of the values within the band of a nominal coverage. */
  public double coverage(double nominal) {
    Forecast.Interval band = forecast.interval(nominal);
    return Accuracy.coverage(actual, band.lower(), band.upper());
  }

  /** Of the band of a nominal coverage: see {@link Accuracy#msis}. */
  public double msis(double nominal) {
    Forecast.Interval band = forecast.interval(nominal);
    return Accuracy.msis(actual, band.lower(), band.upper(), nominal, naiveScale);
  }
}
