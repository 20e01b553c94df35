package dev.almanac.jobs;

import dev.almanac.forecast.FitOutcome;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.Forecaster;
import dev.almanac.forecast.History;
import dev.almanac.forecast.HoldOut;
import dev.almanac.forecast.Remark;
import dev.almanac.forecast.accuracy.Accuracy;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a trial of forecasts is about.
 *
 * @param forecaster what is tried
 * @param options for it
 * @param step milliseconds
 * @param season the lag of the naive forecast that errors are scaled by
 */
record ForecastTask(Forecaster forecaster, ForecastOptions options, long step, int season) {

  int horizon() {
    return options.horizon();
  }

  /** The naive forecast a series is compared with, made from what was before. */
  @FunctionalInterface
  interface Benchmark {
    double[] forecast(double[] past, int season, int horizon);
  }

  /**
   * Forecasts once and scores it; a series without a model, or without a scale to measure errors by
   * since it repeats itself exactly, is skipped.
   *
   * @param kinds what the series is like; empty for what the model remarks
   */
  void measure(
      History past,
      double[] actual,
      Set<String> kinds,
      Benchmark benchmark,
      ForecastScoresByKind scores) {
    double scale = Accuracy.naiveScale(past.values(), season);
    if (scale > 0 && forecaster.fit(past, options) instanceof FitOutcome.Fitted fitted) {
      HoldOut holdOut = new HoldOut(fitted.model().forecast(past, horizon()), actual, scale);
      double[] naive = benchmark.forecast(past.values(), season, horizon());
      scores.add(kinds.isEmpty() ? texts(fitted.remarks()) : kinds, holdOut, naive);
    } else {
      scores.skip();
    }
  }

  /** What a whole history is like: for the report alone, no forecast knows it. */
  Set<String> kinds(History whole) {
    return forecaster.fit(whole, options) instanceof FitOutcome.Fitted fitted
        ? texts(fitted.remarks())
        : Set.of();
  }

  private static Set<String> texts(Set<Remark> remarks) {
    return remarks.stream().map(Remark::text).collect(Collectors.toSet());
  }

  /**
   * The seasonal naive forecast; a step that is not known is taken to be as the one before.
   *
   * @param past at least a season
   */
  static double[] lastSeason(double[] past, int season, int horizon) {
    double[] naive = new double[horizon];
    double last = 0;
    for (int h = 0; h < horizon; h++) {
      double value = past[past.length - season + h % season];
      last = Double.isNaN(value) ? last : value;
      naive[h] = last;
    }
    return naive;
  }
}
