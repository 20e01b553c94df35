package dev.almanac.jobs;

import dev.almanac.forecast.Forecaster;
import dev.almanac.forecast.Forecasters;

/** Ways to forecast, as a user names them. */
enum ForecastModel {
  ENSEMBLE,
  AUTOREGRESSION,
  SEASONAL_NAIVE,
  NAIVE;

  Forecaster forecaster() {
    return switch (this) {
      case ENSEMBLE -> Forecasters.ensemble();
      case AUTOREGRESSION -> Forecasters.autoregression();
      case SEASONAL_NAIVE -> Forecasters.seasonalNaive();
      case NAIVE -> Forecasters.naive();
    };
  }
}
