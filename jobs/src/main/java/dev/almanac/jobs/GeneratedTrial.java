package dev.almanac.jobs;

import dev.almanac.forecast.History;
import dev.almanac.jobs.bench.SeriesKind;
import java.util.Arrays;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * One hold-out of each of many series of every {@link SeriesKind}, no two alike: so the bands of a
 * kind are judged by as many independent futures as there are series.
 *
 * @param count series of each kind
 * @param days of history; each series begins at another time of another day of the week
 * @param seed the same makes the same series
 */
record GeneratedTrial(ForecastTask task, int count, int days, long seed) implements ForecastTrial {

  private static final int WEEK = 7;

  @Override
  public void run(ForecastScoresByKind scores, StatusLine status) {
    SplittableRandom random = new SplittableRandom(seed);
    for (SeriesKind kind : SeriesKind.values()) {
      status.show(kind.text());
      for (int i = 0; i < count; i++) {
        measure(kind, random.split(), scores);
      }
    }
  }

  private void measure(SeriesKind kind, SplittableRandom random, ForecastScoresByKind scores) {
    int day = task.season();
    int from = random.nextInt(WEEK * day);
    int origin = from + days * day;
    int end = origin + task.horizon();
    double[] values = kind.make(end, task.step(), random);
    History past = new History(from * task.step(), task.step(), values(values, from, origin));
    double[] actual = values(values, origin, end);
    if (Arrays.stream(actual).anyMatch(Double::isFinite)) {
      task.measure(past, actual, Set.of(kind.text()), ForecastTask::lastSeason, scores);
    } else {
      scores.skip();
    }
  }

  private static double[] values(double[] values, int from, int until) {
    return Arrays.copyOfRange(values, from, until);
  }
}
