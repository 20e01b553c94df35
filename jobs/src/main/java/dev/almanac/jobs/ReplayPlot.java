package dev.almanac.jobs;

import dev.almanac.flink.replay.FiredAlarm;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * When series fired, drawn as text: a line for each of the worst, time from left to right, a taller
 * block for a higher score.
 */
final class ReplayPlot {

  private static final int WIDTH = 72;
  private static final int MOST = 20;
  private static final char QUIET = '·';
  private static final char[] BLOCKS = {'▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'};

  private final TimeRange told;
  private final Map<Labels, double[]> worst = new LinkedHashMap<>();

  ReplayPlot(ReplayRun.Outcome outcome) {
    told = outcome.plan().told();
    Map<Labels, double[]> all = new LinkedHashMap<>();
    for (FiredAlarm alarm : outcome.alarms()) {
      double[] line = all.computeIfAbsent(alarm.series(), series -> new double[WIDTH]);
      for (int x = column(alarm.from()); x <= column(alarm.until()); x++) {
        line[x] = Math.max(line[x], alarm.score());
      }
    }
    List<Map.Entry<Labels, double[]>> lines =
        all.entrySet().stream()
            .sorted(Comparator.comparingDouble(line -> -Arrays.stream(line.getValue()).sum()))
            .limit(MOST)
            .toList();
    lines.forEach(line -> worst.put(line.getKey(), line.getValue()));
  }

  private int column(long time) {
    return (int) ((time - told.from()) * WIDTH / (told.until() - told.from()));
  }

  void print(Console console) {
    console.say("");
    console.say(
        "%s, a column for %s, until %s"
            .formatted(
                ManifestView.time(told.from()),
                Human.duration(Duration.ofMillis((told.until() - told.from()) / WIDTH)),
                ManifestView.time(told.until())));
    worst.forEach((series, line) -> console.say(text(line) + "  " + series));
  }

  private static String text(double[] line) {
    StringBuilder text = new StringBuilder(WIDTH);
    for (double score : line) {
      // Scores are ratios of logarithms: half of 1 above the boundary is a block more.
      int height = (int) Math.min(BLOCKS.length - 1, (score - 1) * 2);
      text.append(score > 1 ? BLOCKS[height] : QUIET);
    }
    return text.toString();
  }
}
