package dev.almanac.anomaly.novelty;

import java.util.Arrays;

/**
 * Scores the samples of one series by how new they are. Five members look at each sample; each
 * tells how many peaks as high are to be expected in so long a past ({@link PastPeaks}), which is a
 * rate of alarms and needs no table for kinds of series. {@link Records} judge the value, and its
 * difference to the days before; {@link NearestWindows} the last 6 and 36 samples as they came, and
 * the last 24 sorted, which tells a change of distribution at whatever place it is. The score is
 * the root of the sum of squares, so that members that are nearly convinced are heard together.
 *
 * <p>A score above 1 is an anomaly, and told once: for a dead time after it, and after any other
 * score until a higher one comes, scores are 0.
 *
 * <p>Two boundaries hold for every series: docs/decisions/0011-scoring.md. Not safe for use by
 * several threads.
 */
public final class NoveltyDetector {

  /** A record alone is an anomaly where less than so many as high were expected so far. */
  private static final double RECORD = .45;

  /**
   * The same of windows. It is higher, since a growing past holds ever nearer windows: far ones are
   * rarer later than their rank tells.
   */
  private static final double WINDOW = 2.5;

  private static final int SHORT = 6;
  private static final int SORTED = 24;
  private static final int LONG = 36;

  /** So that squares of differences stay finite. */
  private static final double LARGEST = 1e30;

  private static final int LONGEST_DEAD_TIME = 150;

  /** The dead time is that part of the samples there were. */
  private static final int DEAD_PART = 8;

  /** Below the boundary, a score is told again where it is that much higher. */
  private static final double WORSE = 1.2;

  private final Records values = new Records();
  private final Records differences = new Records();
  private final NearestWindows shorts = new NearestWindows(SHORT);
  private final NearestWindows sorted = new NearestWindows(SORTED);
  private final NearestWindows longs = new NearestWindows(LONG);
  private final DaysBefore dayBefore = new DaysBefore(1);
  private final DaysBefore twoDaysBefore = new DaysBefore(2);
  private final Held[] held = {new Held(), new Held(), new Held(), new Held(), new Held()};

  private final float[] recent = new float[LONG];
  private long count;
  private long toldAt;
  private double told;

  /** What is told apart from a value at best. */
  static double rounding(double value) {
    return 1e-9 * (1 + Math.abs(value));
  }

  /**
   * Scores the next sample, and learns from it.
   *
   * @param time in milliseconds since 1970; only the days before are looked up by it, so that equal
   *     times and clocks that go back do no harm
   * @param sample a finite number; what is beyond 10³⁰ counts as 10³⁰
   */
  public double next(long time, double sample) {
    if (!Double.isFinite(sample)) {
      throw new IllegalArgumentException("value: expected a finite number, found " + sample);
    }
    double value = Math.max(-LARGEST, Math.min(LARGEST, sample));
    recent[(int) (count % LONG)] = (float) value;
    count++;
    double[] novelties = {
      record(values, value),
      difference(time, value),
      window(shorts, last(SHORT), value),
      window(longs, last(LONG), value),
      window(sorted, sortedLast(), value)
    };
    double squares = 0;
    for (int i = 0; i < held.length; i++) {
      double greatest = held[i].next(novelties[i]);
      squares += greatest * greatest;
    }
    return once(Math.sqrt(squares));
  }

  /** A member that began late has seen fewer peaks than the series' past holds. */
  private double novelty(double boundary, double expected, long past) {
    return boundary / expected * past / count;
  }

  private double record(Records records, double value) {
    return novelty(RECORD, records.next(value), records.past());
  }

  private double difference(long time, double value) {
    double one = value - dayBefore.take(time, value);
    double two = value - twoDaysBefore.take(time, value);
    if (Double.isNaN(one)) {
      return 0;
    }
    return record(differences, common(one, two));
  }

  /** What differs from both days. The day after an anomaly differs from the first alone. */
  private static double common(double one, double two) {
    if (Double.isNaN(two)) {
      return one;
    }
    if (Math.signum(one) != Math.signum(two)) {
      return 0;
    }
    return Math.abs(one) < Math.abs(two) ? one : two;
  }

  private double window(NearestWindows windows, float[] window, double scale) {
    if (count < window.length) {
      return 0;
    }
    return novelty(WINDOW, windows.next(window, scale), windows.past());
  }

  /** The last samples, oldest first. */
  private float[] last(int length) {
    float[] window = new float[length];
    for (int i = 0; i < length; i++) {
      window[i] = recent[(int) ((count - length + i + LONG) % LONG)];
    }
    return window;
  }

  private float[] sortedLast() {
    float[] window = last(SORTED);
    Arrays.sort(window);
    return window;
  }

  private double once(double novelty) {
    if (count - toldAt >= Math.min(LONGEST_DEAD_TIME, count / DEAD_PART)) {
      told = 0;
    }
    if (told > 1 || (novelty < WORSE * told && !(novelty > 1))) {
      return 0;
    }
    told = novelty;
    toldAt = count;
    return novelty;
  }
}
