package dev.almanac.jobs;

import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.flink.replay.Points;
import dev.almanac.flink.replay.SeriesReplay;
import dev.almanac.flink.score.Written;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** One series as it was scored, as a picture: its values, what was expected, its alarms. */
final class ReplayPicture {

  /** More are not told apart. */
  private static final int COLUMNS = 1000;

  private final SeriesReplay replay;

  ReplayPicture(SeriesReplay replay) {
    this.replay = replay;
  }

  /** Writes the picture, in place of what the file held. */
  void write(Path file) throws IOException {
    SeriesChart chart = new SeriesChart(replay.series().toString());
    line(chart, "lower limit", Written.LOWER, SeriesChart.BAND);
    line(chart, "upper limit", Written.UPPER, SeriesChart.BAND);
    line(chart, "expected", Written.FORECAST, SeriesChart.EXPECTED);
    line(chart, "values", replay.values(), SeriesChart.INK);
    if (!replay.alarms().isEmpty()) {
      chart.marks(
          "alarms",
          replay.alarms().stream().mapToLong(FiredAlarm::from).toArray(),
          replay.alarms().stream().mapToDouble(FiredAlarm::value).toArray(),
          SeriesChart.ALARM);
    }
    chart.write(file);
  }

  /** Limits of what is hardly known yet are far out: values would be a flat line beside them. */
  private void line(SeriesChart chart, String name, Written kind, Color color) {
    double[] values = Arrays.stream(replay.values().values()).filter(Double::isFinite).toArray();
    double least = Arrays.stream(values).min().orElse(0);
    double most = Arrays.stream(values).max().orElse(0);
    double margin = most > least ? most - least : Math.max(1, Math.abs(most));
    Points points = replay.written().get(kind);
    if (points != null) {
      line(chart, name, points.within(least - margin, most + margin), color);
    }
  }

  private static void line(SeriesChart chart, String name, Points points, Color color) {
    if (points.size() > 0) {
      Points thin = points.thinned(COLUMNS);
      chart.line(name, thin.times(), thin.values(), color);
    }
  }
}
