package dev.almanac.jobs;

import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.flink.replay.Points;
import dev.almanac.flink.replay.SeriesReplay;
import dev.almanac.flink.score.Written;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;

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
    line(chart, "lower limit", replay.written().get(Written.LOWER), SeriesChart.BAND);
    line(chart, "upper limit", replay.written().get(Written.UPPER), SeriesChart.BAND);
    line(chart, "expected", replay.written().get(Written.FORECAST), SeriesChart.EXPECTED);
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

  private static void line(SeriesChart chart, String name, Points points, Color color) {
    if (points != null && points.size() > 0) {
      Points thin = points.thinned(COLUMNS);
      chart.line(name, thin.times(), thin.values(), color);
    }
  }
}
