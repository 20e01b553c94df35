package dev.almanac.anomaly.novelty;

/** What was seen some days before, by the clock. Bounded: nothing where samples are too dense. */
final class DaysBefore {

  private static final long DAY = 86_400_000;
  private static final int MOST = 8192;

  private final long age;
  private final long[] times = new long[MOST];
  private final double[] values = new double[MOST];
  private long next;
  private long candidate;

  DaysBefore(int days) {
    age = days * DAY;
  }

  /** The latest value that is at least so old; NaN where there is none. Then remembers this one. */
  double take(long time, double value) {
    candidate = Math.max(candidate, next - MOST);
    double found = Double.NaN;
    if (next > 0 && old(candidate, time)) {
      while (candidate + 1 < next && old(candidate + 1, time)) {
        candidate++;
      }
      found = values[(int) (candidate % MOST)];
    }
    times[(int) (next % MOST)] = time;
    values[(int) (next % MOST)] = value;
    next++;
    return found;
  }

  private boolean old(long index, long time) {
    return times[(int) (index % MOST)] <= time - age;
  }
}
