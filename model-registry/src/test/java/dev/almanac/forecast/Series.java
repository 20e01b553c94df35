package dev.almanac.forecast;

import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Histories for tests. */
final class Series {

  static final long HOUR = 3_600_000;

  /** Thursday, the first of January 2026, 00:00 UTC. */
  static final long START = 1_767_225_600_000L;

  private Series() {}

  static History hourly(int length, IntToDoubleFunction value) {
    double[] values = new double[length];
    for (int t = 0; t < length; t++) {
      values[t] = value.applyAsDouble(t);
    }
    return new History(START, HOUR, values);
  }

  /** A day's rhythm with noise, always positive. */
  static History daily(int length, long seed) {
    Random random = new Random(seed);
    return hourly(
        length, t -> 100 + 40 * StrictMath.sin(2 * Math.PI * t / 24) + 8 * random.nextDouble());
  }

  static FitOutcome.Fitted fitted(Forecaster forecaster, History history, ForecastOptions options) {
    return (FitOutcome.Fitted) forecaster.fit(history, options);
  }

  static Forecast forecast(Forecaster forecaster, History history, ForecastOptions options) {
    return fitted(forecaster, history, options).model().forecast(history, options.horizon());
  }
}
