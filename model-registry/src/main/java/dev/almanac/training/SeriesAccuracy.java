package dev.almanac.training;

import java.io.Serializable;

/**
 * How well a model forecast the hold-out of one series, and how well the seasonal naive did; each
 * measure is NaN where it is not defined.
 *
 * @param mase mean absolute scaled error
 * @param smape symmetric mean absolute percentage error, in percent
 * @param naiveMase the same of the seasonal naive
 * @param naiveSmape the same of the seasonal naive
 * @param msis mean scaled interval score of the band
 * @param coverage which part of the values lay within the band, 0 to 1
 */
public record SeriesAccuracy(
    double mase, double smape, double naiveMase, double naiveSmape, double msis, double coverage)
    implements Serializable {

  /** Nothing is known. */
  public static final SeriesAccuracy UNKNOWN =
      new SeriesAccuracy(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);

  /** Whether a forecast was compared with values at all. */
  public boolean isKnown() {
    return !Double.isNaN(smape);
  }

  /**
   * The mean absolute error as a part of the seasonal naive's; NaN where that one makes no error.
   */
  public double relative() {
    double relative = mase / naiveMase;
    return Double.isInfinite(relative) ? Double.NaN : relative;
  }
}
