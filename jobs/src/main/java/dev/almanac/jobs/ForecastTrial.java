package dev.almanac.jobs;

import java.io.IOException;

/** Forecasts many hold-outs, each from nothing but what was before it. */
@FunctionalInterface
interface ForecastTrial {

  /**
   * Forecasts them all.
   *
   * @param scores takes what came of it
   * @throws IOException where data cannot be read
   */
  void run(ForecastScoresByKind scores, StatusLine status) throws IOException;
}
