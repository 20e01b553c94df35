package dev.almanac.forecast;

import java.util.Arrays;

/**
 * Values of one series at equal steps. A value stands for the time from its own to the next one's;
 * NaN is not known.
 *
 * @param start time of the first value, in milliseconds since 1970
 * @param step milliseconds from a value to the next, at least 1
 * @param values the values; not copied, so they must not change afterwards
 */
@SuppressWarnings("ArrayRecordComponent") // a million of them pass by: nothing is copied
public record History(long start, long step, double[] values) {

  /**
   * @throws IllegalArgumentException where the step is not positive or the times leave what a long
   *     can hold
   */
  public History {
    if (step < 1) {
      throw new IllegalArgumentException("step: expected at least 1 ms, found " + step);
    }
    try {
      Math.addExact(start, Math.multiplyExact(step, (long) values.length));
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(
          values.length + " steps of " + step + " ms from " + start + " end after all time", e);
    }
  }

  /** How many steps, known or not. */
  public int length() {
    return values.length;
  }

  /** Time of a value, in milliseconds since 1970. */
  public long time(int index) {
    return start + index * step;
  }

  /** Where the first step after these begins. */
  public long end() {
    return time(values.length);
  }

  /** How many values are known: finite. */
  public int known() {
    int known = 0;
    for (double value : values) {
      known += Double.isFinite(value) ? 1 : 0;
    }
    return known;
  }

  /** The steps from {@code from} until {@code until}, with their own times. */
  public History slice(int from, int until) {
    return new History(time(from), step, Arrays.copyOfRange(values, from, until));
  }

  /** The last steps, or all where there are fewer. */
  public History last(int steps) {
    return steps >= values.length ? this : slice(values.length - steps, values.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof History that
        && start == that.start
        && step == that.step
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(start) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return values.length + " steps of " + step + " ms from " + start;
  }
}
