package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * A cursor of files that are read alone, whose first series and run are looked for by another
 * thread, while its owner waits for those of other cursors: finding them is most of what a few
 * series cost. After that it is what it was.
 */
final class SeriesAhead implements SeriesCursor {

  private Future<First> ahead;
  private SeriesCursor series;
  private Run run;
  private boolean runAhead;

  /**
   * What comes first.
   *
   * @param any whether there is a series
   * @param run its first run, or null
   */
  private record First(SeriesCursor series, boolean any, Run run) {}

  /**
   * @param series is opened by the other thread, and closed with this
   */
  SeriesAhead(Supplier<? extends SeriesCursor> series) {
    ahead = SideBySide.submit(() -> first(series.get()));
  }

  private static First first(SeriesCursor series) {
    return series.nextSeries()
        ? new First(series, true, series.nextRun())
        : new First(series, false, null);
  }

  @Override
  public boolean nextSeries() {
    if (ahead == null) {
      runAhead = false;
      return series.nextSeries();
    }
    First first = SideBySide.result(ahead);
    ahead = null;
    series = first.series();
    run = first.run();
    runAhead = first.any();
    return first.any();
  }

  @Override
  public Labels labels() {
    return series.labels();
  }

  @Override
  public Run nextRun() {
    if (runAhead) {
      runAhead = false;
      return run;
    }
    return series.nextRun();
  }

  @Override
  public void close() {
    if (ahead != null) {
      ahead.cancel(true);
    }
    if (series != null) {
      series.close();
    }
  }
}
