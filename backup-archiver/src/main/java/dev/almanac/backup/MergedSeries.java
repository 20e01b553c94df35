package dev.almanac.backup;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Several cursors as one: series in order, and the samples of a series that is in several of them
 * in order of time. A timestamp that stands in more than one is yielded once, from the cursor that
 * was given first, which is what Prometheus shows for overlapping blocks.
 *
 * <p>Where the cursors' samples do not overlap, runs pass through untouched and uncopied.
 */
public final class MergedSeries implements SeriesCursor {

  private final List<Source> sources = new ArrayList<>();
  private final List<Source> current = new ArrayList<>();
  private Labels labels;
  private long conflicts;

  /** Takes over the cursors and closes them with itself. */
  public MergedSeries(List<? extends SeriesCursor> cursors) {
    cursors.forEach(cursor -> sources.add(new Source(cursor)));
    sources.forEach(Source::nextSeries);
  }

  /** The same of cursors that are opened, and whose first series are found, side by side. */
  public static MergedSeries ahead(List<? extends Supplier<? extends SeriesCursor>> cursors) {
    if (cursors.size() == 1) {
      return new MergedSeries(List.of(cursors.get(0).get()));
    }
    return new MergedSeries(cursors.stream().map(SeriesAhead::new).toList());
  }

  /** How many timestamps were found with different samples in different cursors. */
  long conflicts() {
    return conflicts;
  }

  @Override
  public boolean nextSeries() {
    current.forEach(Source::nextSeries);
    current.clear();
    labels = null;
    for (Source source : sources) {
      if (source.labels == null) {
        continue;
      }
      int order = labels == null ? -1 : Labels.BY_METRIC_NAME.compare(source.labels, labels);
      if (order < 0) {
        current.clear();
        labels = source.labels;
      }
      if (order <= 0) {
        current.add(source);
      }
    }
    current.forEach(Source::startRuns);
    return labels != null;
  }

  @Override
  public Labels labels() {
    return labels;
  }

  @Override
  public Run nextRun() {
    Source first = null;
    for (Source source : current) {
      if (source.hasSample() && (first == null || source.timestamp() < first.timestamp())) {
        first = source;
      }
    }
    return first == null ? null : first.take(endOfTurn(first));
  }

  /** How far the samples of {@code first} go before another cursor has an earlier one. */
  private int endOfTurn(Source first) {
    Run run = first.run;
    int end = first.position;
    while (end < run.size()) {
      for (Source other : current) {
        if (other != first && other.hasSample()) {
          if (other.timestamp() > run.lastTimestamp()) {
            continue;
          }
          if (other.timestamp() < run.timestamps[end]) {
            return end;
          }
          if (other.timestamp() == run.timestamps[end]) {
            if (!run.sameSample(end, other.run, other.position)) {
              conflicts++;
            }
            other.skipSample();
          }
        }
      }
      end = aloneFrom(first) ? run.size() : end + 1;
    }
    return end;
  }

  /** Whether no other cursor has a sample before the end of the run of {@code first}. */
  private boolean aloneFrom(Source first) {
    for (Source other : current) {
      if (other != first && other.hasSample() && other.timestamp() <= first.run.lastTimestamp()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    sources.forEach(source -> source.cursor.close());
  }

  /** One cursor, the run it is in, and how much of that run was already yielded. */
  private static final class Source {

    private final SeriesCursor cursor;
    private Labels labels;
    private Run run;
    private int position;

    Source(SeriesCursor cursor) {
      this.cursor = cursor;
    }

    void nextSeries() {
      labels = cursor.nextSeries() ? cursor.labels() : null;
    }

    void startRuns() {
      run = cursor.nextRun();
      position = 0;
    }

    /** Whether there is a sample left; moves on to the next run where one is used up. */
    boolean hasSample() {
      if (run != null && position == run.size()) {
        startRuns();
      }
      return run != null;
    }

    long timestamp() {
      return run.timestamps[position];
    }

    void skipSample() {
      position++;
    }

    Run take(int end) {
      Run taken = position == 0 && end == run.size() ? run : run.copy(position, end);
      position = end;
      return taken;
    }
  }
}
