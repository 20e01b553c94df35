package dev.almanac.jobs;

import dev.almanac.forecast.Backtest;
import dev.almanac.forecast.History;
import dev.almanac.forecast.HoldOut;
import dev.almanac.jobs.bench.TimedCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * Many hold-outs of each of a few long series.
 *
 * @param files one series each
 * @param origins from how many to forecast each series
 * @param stride steps from an origin to the next
 */
record HistoriesTrial(ForecastTask task, List<Path> files, int origins, int stride)
    implements ForecastTrial {

  @Override
  public void run(ForecastScoresByKind scores, StatusLine status) throws IOException {
    int season = task.season();
    Backtest backtest = new Backtest(task.forecaster(), task.options(), origins, stride, season);
    for (int i = 0; i < files.size(); i++) {
      status.show(i + " of " + files.size() + " series");
      History history = TimedCsv.read(files.get(i), task.step());
      Set<String> kinds = task.kinds(history);
      for (HoldOut holdOut : backtest.run(history)) {
        int origin = (int) ((holdOut.forecast().start() - history.start()) / task.step());
        if (origin >= season && holdOut.naiveScale() > 0) {
          double[] past = history.slice(0, origin).values();
          scores.add(kinds, holdOut, ForecastTask.lastSeason(past, season, task.horizon()));
        }
      }
    }
  }
}
