package dev.almanac.forecast;

/** A way to learn a model from a history. Implementations hold no state: threads may share one. */
@FunctionalInterface
public interface Forecaster {

  /**
   * Learns a model from everything that the history holds.
   *
   * @return a model, or the reason why there is none; never null, and no exception whatever the
   *     values are
   */
  FitOutcome fit(History history, ForecastOptions options);
}
