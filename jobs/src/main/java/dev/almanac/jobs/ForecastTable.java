package dev.almanac.jobs;

import dev.almanac.forecast.Forecast;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.training.SeriesForecast;
import java.util.Arrays;
import java.util.List;

/** Forecasts as rows: a step of a series each. */
final class ForecastTable {

  private static final List<RowFormat.Column> COLUMNS =
      List.of(
          new RowFormat.Column("series", false),
          new RowFormat.Column("time", false),
          new RowFormat.Column("mean", true),
          new RowFormat.Column("median", true),
          new RowFormat.Column("lower", true),
          new RowFormat.Column("upper", true));

  private ForecastTable() {}

  static void print(List<SeriesForecast> forecasts, double level, RowFormat rows) {
    rows.begin(COLUMNS);
    for (SeriesForecast series : forecasts) {
      Forecast forecast = series.forecast();
      Forecast.Interval band = forecast.interval(level);
      double[] mean = forecast.mean();
      double[] median = forecast.median();
      for (int i = 0; i < forecast.horizon(); i++) {
        rows.row(
            Arrays.asList(
                series.labels().toString(),
                ManifestView.time(forecast.time(i)),
                mean[i],
                median[i],
                band.lower()[i],
                band.upper()[i]));
      }
    }
    rows.end();
  }
}
