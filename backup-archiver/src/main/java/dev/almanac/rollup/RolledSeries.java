package dev.almanac.rollup;

import dev.almanac.archive.RollupRow;
import dev.almanac.series.FloatRun;
import java.util.Arrays;
import java.util.function.Consumer;

/** The samples of one series, rolled up to steps of time. Kept to be filled again. */
final class RolledSeries {

  private static final long STALE_MARKER = 0x7ff0000000000002L;

  private final CompensatedSum sum = new CompensatedSum();
  private long[] timestamps = new long[1 << 11];
  private long[] valueBits = new long[1 << 11];
  private int size;

  void clear() {
    size = 0;
  }

  /** Adds samples that come after those already here. */
  void add(FloatRun run) {
    int needed = Math.addExact(size, run.size());
    if (needed > timestamps.length) {
      int room = Math.max(needed, 2 * timestamps.length);
      timestamps = Arrays.copyOf(timestamps, room);
      valueBits = Arrays.copyOf(valueBits, room);
    }
    System.arraycopy(run.timestamps, 0, timestamps, size, run.size());
    System.arraycopy(run.valueBits, 0, valueBits, size, run.size());
    size = needed;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /**
   * Rolls them up: a row for each step that has samples.
   *
   * @param step its length in milliseconds; steps begin at its multiples
   */
  void rollUp(long step, Consumer<RollupRow> rows) {
    int from = 0;
    while (from < size) {
      long start = Math.floorDiv(timestamps[from], step) * step;
      int until = from + 1;
      while (until < size && timestamps[until] - start < step) {
        until++;
      }
      rows.accept(row(start, from, until));
      from = until;
    }
  }

  private RollupRow row(long start, int from, int until) {
    int nans = 0;
    int stale = 0;
    int first = -1;
    int last = -1;
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    double lost = 0;
    double previous = Double.NEGATIVE_INFINITY;
    sum.clear();
    for (int i = from; i < until; i++) {
      double value = Double.longBitsToDouble(valueBits[i]);
      if (Double.isNaN(value)) {
        if (valueBits[i] == STALE_MARKER) {
          stale++;
        } else {
          nans++;
        }
        continue;
      }
      first = first < 0 ? i : first;
      last = i;
      min = Math.min(min, value);
      max = Math.max(max, value);
      sum.add(value);
      if (value < previous) {
        lost += previous;
      }
      previous = value;
    }
    if (first < 0) {
      return new RollupRow(start, 0, 0, 0, 0, 0, 0, 0, 0, 0, nans, stale);
    }
    double begin = Double.longBitsToDouble(valueBits[first]);
    return new RollupRow(
        start,
        until - from - nans - stale,
        sum.value(),
        min,
        max,
        begin,
        previous,
        timestamps[first],
        timestamps[last],
        previous - begin + lost,
        nans,
        stale);
  }
}
