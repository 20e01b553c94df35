package dev.almanac.jobs;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.HoldOut;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.Labels;
import dev.almanac.training.ArchiveBacktest;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every step of a backtest's forecasts beside what came, as rows. Safe for use by threads. */
final class BacktestRows implements ArchiveBacktest.Trials {

  private static final List<RowFormat.Column> COLUMNS =
      List.of(
          new RowFormat.Column("series", false),
          new RowFormat.Column("forecaster", false),
          new RowFormat.Column("origin", false),
          new RowFormat.Column("time", false),
          new RowFormat.Column("ahead_seconds", true),
          new RowFormat.Column("actual", true),
          new RowFormat.Column("median", true),
          new RowFormat.Column("lower", true),
          new RowFormat.Column("upper", true));

  private final RowFormat rows;
  private final double level;

  /**
   * @param level which part of the values the band is to hold
   */
  BacktestRows(RowFormat rows, double level) {
    this.rows = rows;
    this.level = level;
    rows.begin(COLUMNS);
  }

  @Override
  public synchronized void tried(
      Labels labels, ArchiveBacktest.Who forecaster, List<HoldOut> trials) {
    String series = labels.toString();
    String name = forecaster.name().toLowerCase(Locale.ROOT);
    for (HoldOut trial : trials) {
      Forecast forecast = trial.forecast();
      double[] median = forecast.median();
      Forecast.Interval band = forecast.interval(level);
      for (int i = 0; i < forecast.horizon(); i++) {
        rows.row(
            Arrays.asList(
                series,
                name,
                ManifestView.time(forecast.start()),
                ManifestView.time(forecast.time(i)),
                (i + 1) * forecast.step() / 1000,
                Double.isFinite(trial.actual()[i]) ? trial.actual()[i] : null,
                median[i],
                band.lower()[i],
                band.upper()[i]));
      }
    }
  }

  void end() {
    rows.end();
  }
}
