package dev.almanac.prometheus;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;

/** The answer to a question for no time at all. */
final class NoSeries implements SeriesCursor {

  @Override
  public boolean nextSeries() {
    return false;
  }

  @Override
  public Labels labels() {
    return Labels.EMPTY;
  }

  @Override
  public Run nextRun() {
    return null;
  }

  @Override
  public void close() {}
}
