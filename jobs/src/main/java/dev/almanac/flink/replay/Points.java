package dev.almanac.flink.replay;

import dev.almanac.series.TimeRange;
import java.util.Arrays;

/** Values over time, in order of time, that grow. */
public final class Points {

  private long[] times = new long[256];
  private double[] values = new double[256];
  private int size;

  void add(long time, double value, TimeRange told) {
    if (!told.contains(time)) {
      return;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      values = Arrays.copyOf(values, 2 * size);
    }
    times[size] = time;
    values[size] = value;
    size++;
  }

  public int size() {
    return size;
  }

  /** Milliseconds since 1970. */
  public long[] times() {
    return Arrays.copyOf(times, size);
  }

  /** What is not known is NaN. */
  public double[] values() {
    return Arrays.copyOf(values, size);
  }

  /** The same, but what is out of a range is not known. */
  public Points within(double least, double most) {
    Points inside = new Points();
    for (int i = 0; i < size; i++) {
      boolean in = values[i] >= least && values[i] <= most;
      inside.add(times[i], in ? values[i] : Double.NaN, TimeRange.ALL);
    }
    return inside;
  }

  /**
   * At most twice as many as asked for, that look the same: of neighbours the lowest and the
   * highest stay.
   */
  public Points thinned(int most) {
    if (size <= 2 * most) {
      return this;
    }
    Points thin = new Points();
    for (int i = 0; i < most; i++) {
      int from = (int) ((long) i * size / most);
      int until = (int) ((long) (i + 1) * size / most);
      int lowest = from;
      int highest = from;
      for (int j = from; j < until; j++) {
        lowest = values[j] < values[lowest] || Double.isNaN(values[lowest]) ? j : lowest;
        highest = values[j] > values[highest] || Double.isNaN(values[highest]) ? j : highest;
      }
      int first = Math.min(lowest, highest);
      int second = Math.max(lowest, highest);
      thin.add(times[first], values[first], TimeRange.ALL);
      if (second > first) {
        thin.add(times[second], values[second], TimeRange.ALL);
      }
    }
    return thin;
  }
}
