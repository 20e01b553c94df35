package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.util.function.Predicate;

/** The series of a cursor that a condition holds for; of the others no sample is asked for. */
final class FilteredSeries implements SeriesCursor {

  private final SeriesCursor series;
  private final Predicate<Labels> condition;

  /** Takes over the cursor and closes it with itself. */
  FilteredSeries(SeriesCursor series, Predicate<Labels> condition) {
    this.series = series;
    this.condition = condition;
  }

  @Override
  public boolean nextSeries() {
    while (series.nextSeries()) {
      if (condition.test(series.labels())) {
        return true;
      }
    }
    return false;
  }

  @Override
  public Labels labels() {
    return series.labels();
  }

  @Override
  public Run nextRun() {
    return series.nextRun();
  }

  @Override
  public void close() {
    series.close();
  }
}
