package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;

/**
 * The samples of one cursor at times at which another has none of the same series, whatever their
 * values.
 */
final class AbsentSamples implements SeriesCursor {

  private final SeriesCursor samples;
  private final SeriesCursor present;
  private boolean presentHasSeries;
  private Run run;
  private int position;

  /** Takes over both cursors and closes them with itself. */
  AbsentSamples(SeriesCursor samples, SeriesCursor present) {
    this.samples = samples;
    this.present = present;
    presentHasSeries = present.nextSeries();
  }

  @Override
  public boolean nextSeries() {
    if (!samples.nextSeries()) {
      return false;
    }
    while (presentHasSeries && order() < 0) {
      presentHasSeries = present.nextSeries();
    }
    run = presentHasSeries && order() == 0 ? present.nextRun() : null;
    position = 0;
    return true;
  }

  private int order() {
    return Labels.BY_METRIC_NAME.compare(present.labels(), samples.labels());
  }

  @Override
  public Labels labels() {
    return samples.labels();
  }

  @Override
  public Run nextRun() {
    for (Run next = samples.nextRun(); next != null; next = samples.nextRun()) {
      removePresent(next);
      if (next.size() > 0) {
        return next;
      }
    }
    return null;
  }

  private void removePresent(Run next) {
    int kept = 0;
    while (kept < next.size()) {
      int until = kept;
      while (until < next.size() && isPresent(next.timestamps[until])) {
        until++;
      }
      next.remove(kept, until);
      while (kept < next.size() && !isPresent(next.timestamps[kept])) {
        kept++;
      }
    }
  }

  /** To be asked in order of time. */
  private boolean isPresent(long timestamp) {
    while (run != null && run.timestamps[position] < timestamp) {
      if (++position == run.size()) {
        run = present.nextRun();
        position = 0;
      }
    }
    return run != null && run.timestamps[position] == timestamp;
  }

  @Override
  public void close() {
    samples.close();
    present.close();
  }
}
