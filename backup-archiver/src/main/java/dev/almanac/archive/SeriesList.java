package dev.almanac.archive;

import dev.almanac.series.SeriesRange;
import java.util.HashMap;
import java.util.Map;

/**
 * A list of series in memory, with what the counts of a row take a sum over all rows before it to
 * tell: where the samples of its series begin.
 */
final class SeriesList implements FileMemory.Kept {

  /** A row, the reference to it, and two places. */
  private static final int OF_ROW = 64 + 4 + 2 * Long.BYTES;

  /** Labels of a series, where it is not known yet how many it has. */
  private static final int LIKELY_LABELS = 10;

  private final SeriesRow[] rows;

  /** How many samples of each kind the rows before each have; one more for all rows. */
  private final long[] samplesBefore;

  private final long[] histogramsBefore;

  private SeriesList(int size) {
    rows = new SeriesRow[size];
    samplesBefore = new long[size + 1];
    histogramsBefore = new long[size + 1];
  }

  /** About how many bytes a list takes that is not there yet, its label sets included. */
  static long weightOf(long size) {
    return size * (OF_ROW + LabelPool.weightOf(LIKELY_LABELS));
  }

  /** Reads all rows. */
  static SeriesList of(StoredSeriesRows from) {
    SeriesList list = new SeriesList((int) from.size());
    Map<String, String> texts = new HashMap<>();
    from.setTexts(text -> texts.computeIfAbsent(text, same -> same));
    for (int i = 0; from.next(); i++) {
      list.rows[i] = from.row();
      list.samplesBefore[i] = from.samplesBefore();
      list.histogramsBefore[i] = from.histogramsBefore();
    }
    list.samplesBefore[list.rows.length] = from.samplesBefore();
    list.histogramsBefore[list.rows.length] = from.histogramsBefore();
    return list;
  }

  int size() {
    return rows.length;
  }

  SeriesRow row(int i) {
    return rows[i];
  }

  long samplesBefore(int i) {
    return samplesBefore[i];
  }

  long histogramsBefore(int i) {
    return histogramsBefore[i];
  }

  /** The first row, from one on, that is not before a range. */
  int firstIn(SeriesRange range, int from) {
    int low = from;
    int high = rows.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (range.isBefore(rows[middle].labels())) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  @Override
  public long weight() {
    return (long) OF_ROW * rows.length;
  }

  @Override
  public void share(LabelPool pool) {
    for (int i = 0; i < rows.length; i++) {
      rows[i] = rows[i].with(pool.take(rows[i].labels()));
    }
  }

  @Override
  public void release(LabelPool pool) {
    for (SeriesRow row : rows) {
      pool.release(row.labels());
    }
  }
}
