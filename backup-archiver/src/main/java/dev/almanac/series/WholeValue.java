package dev.almanac.series;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether a regular expression matches a whole value. Java's engine may take for ever where
 * Prometheus's does not, and as much stack as a value is long: it is stopped then, and also where
 * its thread is interrupted.
 */
final class WholeValue implements Predicate<String> {

  /** How often characters of one value are looked at: for about a second. */
  private static final long MOST_LOOKS = 100_000_000;

  private static final int LOOKS_BETWEEN_CHECKS = 1 << 16;

  private final String expression;
  private final Pattern pattern;

  /**
   * @throws IllegalArgumentException where Prometheus would refuse the expression
   */
  WholeValue(String expression) {
    this.expression = expression;
    pattern = Re2.compile(expression);
  }

  /**
   * @throws CostlyExpressionException where it cannot be told at a reasonable cost
   * @throws UncheckedIOException where the thread is interrupted meanwhile
   */
  @Override
  public boolean test(String value) {
    try {
      return pattern.matcher(new Watched(value)).matches();
    } catch (StackOverflowError e) {
      throw new CostlyExpressionException(expression, value, "stack");
    }
  }

  /** A value that counts how often it is looked at. */
  private final class Watched implements CharSequence {

    private final String value;
    private long looks;

    Watched(String value) {
      this.value = value;
    }

    @Override
    public char charAt(int index) {
      if (++looks % LOOKS_BETWEEN_CHECKS == 0) {
        check();
      }
      return value.charAt(index);
    }

    private void check() {
      if (looks > MOST_LOOKS) {
        throw new CostlyExpressionException(expression, value, "time");
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new UncheckedIOException(
            new InterruptedIOException("interrupted while labels were compared"));
      }
    }

    @Override
    public int length() {
      return value.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return value.subSequence(start, end);
    }

    @Override
    public String toString() {
      return value;
    }
  }
}
