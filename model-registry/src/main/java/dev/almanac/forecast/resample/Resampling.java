package dev.almanac.forecast.resample;

import java.util.Objects;

/**
 * How raw samples become steps.
 *
 * @param kind what the samples mean
 * @param start time of the first step, in milliseconds since 1970
 * @param step milliseconds, at most {@link #LONGEST_STEP}
 * @param steps how many; samples outside of them are passed over
 * @param longestGap milliseconds: where two samples of a counter are further apart, nothing is
 *     known of the time between them, as in Prometheus after its look-back of five minutes
 */
public record Resampling(SampleKind kind, long start, long step, int steps, long longestGap) {

  /** Ten days. */
  public static final long LONGEST_STEP = 10L * 24 * 3_600_000;

  /** Three hundred days at a step of fifteen seconds. */
  public static final int MOST_STEPS = 300 * 5760;

  /** Prometheus's default look-back. */
  public static final long FIVE_MINUTES = 300_000;

  /**
   * @throws IllegalArgumentException where a length is not positive or too long
   */
  public Resampling {
    Objects.requireNonNull(kind);
    require("step", step, LONGEST_STEP);
    require("steps", steps, MOST_STEPS);
    require("longest gap", longestGap, Long.MAX_VALUE);
    try {
      Math.addExact(start, step * steps);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(steps + " steps from " + start + " end after all time", e);
    }
  }

  private static void require(String what, long found, long most) {
    if (found < 1 || found > most) {
      throw new IllegalArgumentException(what + ": expected 1 to " + most + ", found " + found);
    }
  }

  /** Gaps of counters as in Prometheus, or of two steps where these are longer. */
  public static Resampling of(SampleKind kind, long start, long step, int steps) {
    return new Resampling(
        kind, start, step, steps, Math.max(FIVE_MINUTES, 2 * Math.min(step, LONGEST_STEP)));
  }

  /** Where the last step ends. */
  public long end() {
    return start + step * steps;
  }
}
