package dev.almanac.backup;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

/** Series in memory, for tests: each a label set and its runs. */
final class ListedSeries implements SeriesCursor {

  record Series(Labels labels, List<Run> runs) {}

  private final Iterator<Series> series;
  private Series current;
  private Iterator<Run> runs;

  ListedSeries(Series... series) {
    this(List.of(series));
  }

  ListedSeries(List<Series> series) {
    this.series =
        series.stream()
            .sorted(Comparator.comparing(Series::labels, Labels.BY_METRIC_NAME))
            .iterator();
  }

  static Series series(String name, Run... runs) {
    return new Series(Labels.of(Labels.METRIC_NAME, name), List.of(runs));
  }

  /** A run of floats that starts a chunk: timestamp, value, timestamp, value, … */
  static Run run(long... samples) {
    FloatRun run = new FloatRun(samples.length / 2);
    for (int i = 0; i < samples.length; i += 2) {
      run.timestamps[i / 2] = samples[i];
      run.valueBits[i / 2] = Double.doubleToRawLongBits((double) samples[i + 1]);
    }
    run.setSize(samples.length / 2);
    run.setStartsChunk(true);
    return run;
  }

  /** What a cursor yields, one line a run: {@code name ^1=10 2=20}, ^ where a chunk starts. */
  static List<String> drain(SeriesCursor cursor) {
    List<String> lines = new ArrayList<>();
    while (cursor.nextSeries()) {
      for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
        StringBuilder line = new StringBuilder(cursor.labels().metricName()).append(' ');
        line.append(run.startsChunk() ? "^" : "");
        for (int i = 0; i < run.size(); i++) {
          long bits = ((FloatRun) run).valueBits[i];
          line.append(i == 0 ? "" : " ").append(run.timestamps[i]).append('=');
          line.append((long) Double.longBitsToDouble(bits));
        }
        lines.add(line.toString());
      }
    }
    return lines;
  }

  @Override
  public boolean nextSeries() {
    current = series.hasNext() ? series.next() : null;
    runs = current == null ? null : current.runs.iterator();
    return current != null;
  }

  @Override
  public Labels labels() {
    return current.labels;
  }

  @Override
  public Run nextRun() {
    return runs.hasNext() ? runs.next() : null;
  }

  @Override
  public void close() {}
}
