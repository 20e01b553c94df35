package dev.almanac.jobs;

import dev.almanac.forecast.History;
import dev.almanac.forecast.accuracy.Naive2;
import dev.almanac.jobs.bench.WideCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * One hold-out of each row of a file in the layout of M4.
 *
 * @param train the rows
 * @param test what came then, in the same layout; null to hold out the last steps of the rows
 * @param back how many steps before their end these end
 */
record RowsTrial(ForecastTask task, Path train, Path test, int back) implements ForecastTrial {

  @Override
  public void run(ForecastScoresByKind scores, StatusLine status) throws IOException {
    Map<String, double[]> training = WideCsv.read(train);
    Map<String, double[]> later = test == null ? Map.of() : WideCsv.read(test);
    int done = 0;
    for (Map.Entry<String, double[]> series : training.entrySet()) {
      double[] values = series.getValue();
      int end = values.length - back;
      int origin = end - task.horizon();
      if (test != null) {
        measure(values, actual(later, series.getKey()), scores);
      } else if (origin < 1) {
        scores.skip();
      } else {
        double[] past = Arrays.copyOf(values, origin);
        measure(past, Arrays.copyOfRange(values, origin, end), scores);
      }
      status.show(++done + " of " + training.size() + " series");
    }
  }

  private void measure(double[] past, double[] actual, ForecastScoresByKind scores) {
    History history = new History(0, task.step(), past);
    task.measure(history, actual, Set.of(), Naive2::forecast, scores);
  }

  private double[] actual(Map<String, double[]> later, String name) throws IOException {
    double[] actual = later.get(name);
    if (actual == null || actual.length < task.horizon()) {
      throw new IOException(
          test
              + ": "
              + name
              + ": "
              + task.horizon()
              + " values expected, found "
              + (actual == null ? "no such series" : actual.length));
    }
    return Arrays.copyOf(actual, task.horizon());
  }
}
