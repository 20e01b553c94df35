package dev.almanac.anomaly.novelty;

import java.util.Arrays;

/**
 * Scores the samples of one series by how new they are. Five members look at each sample, each
 * divides what it finds by what it found most in the past, and the score is the greatest, in units
 * of the member's boundary: {@link Records} of the value, of the mean of the last 12, and of the
 * difference to the day before; {@link NearestWindows} of the last 72 samples as they came, and of
 * the same sorted, which tells a change of distribution at whatever place it is.
 *
 * <p>A score above 1 is an anomaly, and told once: for a dead time after it, and after any other
 * score until a higher one comes, scores are 0.
 *
 * <p>The boundaries are one fixed table, set so that each member alone is above its own about once
 * in 3,000 samples of the benchmark's series, whatever their labels:
 * docs/decisions/0011-scoring.md. Not safe for use by several threads.
 */
public final class NoveltyDetector {

  private static final double VALUE = 1.05;
  private static final double MEAN = 1.07;
  private static final double DAY_DIFFERENCE = 1.44;
  private static final double SHAPE = .88;
  private static final double DISTRIBUTION = .71;

  private static final int MEAN_LENGTH = 12;
  private static final int WINDOW = 72;
  private static final int BLOCK = 3;
  private static final int BLOCKS = WINDOW / BLOCK;
  private static final int QUANTILES = 12;

  /** So that squares of differences stay finite. */
  private static final double LARGEST = 1e30;

  private static final int LONGEST_DEAD_TIME = 150;

  /** The dead time is that part of the samples there were. */
  private static final int DEAD_PART = 8;

  /** Below the boundary, a score is told again where it is that much higher. */
  private static final double WORSE = 1.2;

  private final Records values = new Records();
  private final Records means = new Records();
  private final Records differences = new Records();
  private final NearestWindows shapes = new NearestWindows(BLOCKS);
  private final NearestWindows distributions = new NearestWindows(BLOCKS);
  private final DayBefore dayBefore = new DayBefore();

  private final double[] recent = new double[WINDOW];
  private long count;
  private long heldAt;
  private double held;

  /** What is told apart from a value at best. */
  static double rounding(double value) {
    return 1e-9 * (1 + Math.abs(value));
  }

  /**
   * Scores the next sample, and learns from it.
   *
   * @param time in milliseconds since 1970; only the day before is looked up by it, so that equal
   *     times and clocks that go back do no harm
   * @param sample a finite number; what is beyond 10³⁰ counts as 10³⁰
   */
  public double next(long time, double sample) {
    if (!Double.isFinite(sample)) {
      throw new IllegalArgumentException("value: expected a finite number, found " + sample);
    }
    double value = Math.max(-LARGEST, Math.min(LARGEST, sample));
    recent[(int) (count % WINDOW)] = value;
    count++;
    double novelty = values.next(value) / VALUE;
    if (count >= MEAN_LENGTH) {
      novelty = Math.max(novelty, means.next(recentMean()) / MEAN);
    }
    double before = dayBefore.take(time, value);
    if (!Double.isNaN(before)) {
      novelty = Math.max(novelty, differences.next(value - before) / DAY_DIFFERENCE);
    }
    if (count >= WINDOW && count % BLOCK == 0) {
      double[] window = window();
      novelty = Math.max(novelty, shapes.next(shape(window), value) / SHAPE);
      Arrays.sort(window);
      novelty = Math.max(novelty, distributions.next(quantiles(window), value) / DISTRIBUTION);
    }
    return once(novelty);
  }

  private double recentMean() {
    double sum = 0;
    for (long i = count - MEAN_LENGTH; i < count; i++) {
      sum += recent[(int) (i % WINDOW)];
    }
    return sum / MEAN_LENGTH;
  }

  /** The last samples, oldest first. */
  private double[] window() {
    double[] window = new double[WINDOW];
    for (int i = 0; i < WINDOW; i++) {
      window[i] = recent[(int) ((count + i) % WINDOW)];
    }
    return window;
  }

  /** Highest, lowest and mean of each block. */
  private static float[] shape(double[] window) {
    float[] shape = new float[3 * BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      double highest = Double.NEGATIVE_INFINITY;
      double lowest = Double.POSITIVE_INFINITY;
      double sum = 0;
      for (int i = b * BLOCK; i < (b + 1) * BLOCK; i++) {
        highest = Math.max(highest, window[i]);
        lowest = Math.min(lowest, window[i]);
        sum += window[i];
      }
      shape[3 * b] = (float) highest;
      shape[3 * b + 1] = (float) lowest;
      shape[3 * b + 2] = (float) (sum / BLOCK);
    }
    return shape;
  }

  private static float[] quantiles(double[] sorted) {
    float[] quantiles = new float[QUANTILES];
    for (int q = 0; q < QUANTILES; q++) {
      quantiles[q] = (float) sorted[(2 * q + 1) * WINDOW / (2 * QUANTILES)];
    }
    return quantiles;
  }

  private double once(double novelty) {
    if (count - heldAt >= Math.min(LONGEST_DEAD_TIME, count / DEAD_PART)) {
      held = 0;
    }
    if (held > 1 || (novelty < WORSE * held && !(novelty > 1))) {
      return 0;
    }
    held = novelty;
    heldAt = count;
    return novelty;
  }
}
