package dev.almanac.jobs;

import dev.almanac.forecast.Forecast;
import dev.almanac.forecast.History;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.training.SeriesForecast;
import java.util.Arrays;
import java.util.Locale;

/**
 * A forecast drawn as text: what was as dots, what is expected as stars, and the band around it as
 * shade. A column stands for several steps, and shows their mean.
 */
final class ForecastPlot {

  private static final int WIDTH = 72;
  private static final int HEIGHT = 16;
  private static final char SHADE = '░';
  private static final char PAST = '·';
  private static final char EXPECTED = '*';

  private final SeriesForecast series;
  private final double[] past;
  private final double[] median;
  private final double[] lower;
  private final double[] upper;
  private final double bottom;
  private final double top;

  ForecastPlot(SeriesForecast series, double level) {
    this.series = series;
    History recent = series.recent();
    Forecast forecast = series.forecast();
    Forecast.Interval band = forecast.interval(level);
    int shown = Math.min(recent.length(), 2 * forecast.horizon());
    int pastWidth = Math.max(1, WIDTH * shown / (shown + forecast.horizon()));
    past = columns(recent.last(shown).values(), pastWidth);
    median = columns(forecast.median(), WIDTH - pastWidth);
    lower = columns(band.lower(), WIDTH - pastWidth);
    upper = columns(band.upper(), WIDTH - pastWidth);
    double least = Math.min(least(past), least(lower));
    double most = Math.max(-least(negated(past)), -least(negated(upper)));
    bottom = least;
    top = most > least ? most : least + 1;
  }

  /** Means of the known values that fall on each column; NaN where none does. */
  private static double[] columns(double[] values, int width) {
    double[] columns = new double[width];
    for (int x = 0; x < width; x++) {
      int from = (int) ((long) x * values.length / width);
      int until = (int) Math.max(from + 1, (long) (x + 1) * values.length / width);
      columns[x] =
          Arrays.stream(values, Math.min(from, values.length), Math.min(until, values.length))
              .filter(Double::isFinite)
              .average()
              .orElse(Double.NaN);
    }
    return columns;
  }

  private static double least(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).min().orElse(Double.POSITIVE_INFINITY);
  }

  private static double[] negated(double[] values) {
    return Arrays.stream(values).map(value -> -value).toArray();
  }

  void print(Console console) {
    console.say(series.labels().toString());
    char[][] rows = new char[HEIGHT][WIDTH];
    for (char[] row : rows) {
      Arrays.fill(row, ' ');
    }
    for (int x = 0; x < median.length; x++) {
      int column = past.length + x;
      for (int y = row(upper[x]); y <= row(lower[x]); y++) {
        rows[y][column] = SHADE;
      }
      rows[row(median[x])][column] = EXPECTED;
    }
    for (int x = 0; x < past.length; x++) {
      if (!Double.isNaN(past[x])) {
        rows[row(past[x])][x] = PAST;
      }
    }
    for (int y = 0; y < HEIGHT; y++) {
      boolean labelled = y % 5 == 0;
      String label =
          labelled
              ? String.format(Locale.ROOT, "%10.4g", top - (top - bottom) * y / (HEIGHT - 1))
              : "";
      console.say("%10s │%s".formatted(label, new String(rows[y])).stripTrailing());
    }
    Forecast forecast = series.forecast();
    console.say(
        " ".repeat(12)
            + "until "
            + ManifestView.time(forecast.time(forecast.horizon()))
            + ", forecast from "
            + ManifestView.time(forecast.start()));
    console.say("");
  }

  /** The row of a value, 0 at the top. */
  private int row(double value) {
    double part = (top - value) / (top - bottom);
    return (int) Math.max(0, Math.min(HEIGHT - 1, Math.round(part * (HEIGHT - 1))));
  }
}
