package dev.almanac.training;

import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.series.Labels;

/**
 * A series with all that a forecast takes.
 *
 * @param summary what came of learning it
 * @param model what was learned
 * @param recent what it did last
 */
public record LoadedSeries(SeriesSummary summary, SeriesModel model, History recent) {

  public Labels labels() {
    return summary.labels();
  }

  /**
   * What is expected of it.
   *
   * @param steps how far ahead; 1 at least
   */
  public SeriesForecast forecast(int steps) {
    return new SeriesForecast(labels(), summary.kind(), recent, model.forecast(recent, steps));
  }
}
