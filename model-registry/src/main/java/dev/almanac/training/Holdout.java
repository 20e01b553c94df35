package dev.almanac.training;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.accuracy.Accuracy;
import java.util.Arrays;

/**
 * The last part of a history, on which models are judged that have not learned from it. A forecast
 * begins at its beginning, and another one wherever the one before ends, each after everything that
 * came before it.
 */
final class Holdout {

  /** Which part of the values the bands that are judged are to hold. */
  static final double LEVEL = 0.95;

  /** As a part of the values. */
  private static final double ROUNDING = 1e-9;

  private final History history;
  private final int begin;
  private final int season;
  private final int horizon;

  /**
   * @param steps how long the hold-out is, shorter than the history
   * @param season of the seasonal naive, in steps, 1 for the last value
   * @param horizon how far ahead is forecast, in steps
   */
  Holdout(History history, int steps, int season, int horizon) {
    this.history = history;
    this.season = season;
    begin = history.length() - steps;
    this.horizon = Math.min(horizon, steps);
  }

  /** What models may learn from. */
  History training() {
    return history.slice(0, begin);
  }

  /** Judges a model, and the seasonal naive beside it. */
  SeriesAccuracy judge(SeriesModel model) {
    int length = (history.length() - begin) / horizon * horizon;
    double[] actual = finite(Arrays.copyOfRange(history.values(), begin, begin + length));
    double[] median = new double[length];
    double[] naive = new double[length];
    double[] lower = new double[length];
    double[] upper = new double[length];
    for (int at = 0; at < length; at += horizon) {
      History past = history.slice(0, begin + at);
      Forecast forecast = model.forecast(past, horizon);
      Forecast.Interval band = forecast.interval(LEVEL);
      System.arraycopy(forecast.median(), 0, median, at, horizon);
      System.arraycopy(band.lower(), 0, lower, at, horizon);
      System.arraycopy(band.upper(), 0, upper, at, horizon);
      seasonalNaive(past.values(), naive, at);
    }
    double scale = scale(Accuracy.naiveScale(finite(training().values()), season), actual);
    return new SeriesAccuracy(
        defined(Accuracy.mase(actual, median, scale)),
        defined(Accuracy.smape(actual, median)),
        defined(Accuracy.mase(actual, naive, scale)),
        defined(Accuracy.smape(actual, naive)),
        defined(Accuracy.msis(actual, lower, upper, LEVEL, scale)),
        defined(Accuracy.coverage(actual, lower, upper)));
  }

  /**
   * What errors are divided by; NaN where it is nothing but rounding: the mean of twenty equal
   * samples need not be the sample, and a series that stands still has no error to compare with.
   */
  static double scale(double naiveScale, double[] actual) {
    double size =
        Arrays.stream(actual).filter(Double::isFinite).map(Math::abs).max().orElse(Double.NaN);
    return naiveScale > ROUNDING * size ? naiveScale : Double.NaN;
  }

  /** Of each place in the season the last known value; of one that has none, the last of all. */
  private void seasonalNaive(double[] past, double[] into, int at) {
    double last = lastKnown(past, past.length - 1, 1);
    for (int h = 0; h < horizon; h++) {
      double same = lastKnown(past, past.length - season + h % season, season);
      into[at + h] = Double.isNaN(same) ? last : same;
    }
  }

  private static double lastKnown(double[] values, int from, int step) {
    for (int i = from; i >= 0; i -= step) {
      if (Double.isFinite(values[i])) {
        return values[i];
      }
    }
    return Double.NaN;
  }

  private static double[] finite(double[] values) {
    double[] finite = values.clone();
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Double.isFinite(finite[i]) ? finite[i] : Double.NaN;
    }
    return finite;
  }

  private static double defined(double measure) {
    return Double.isFinite(measure) ? measure : Double.NaN;
  }
}
