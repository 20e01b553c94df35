package dev.almanac.series;

/**
 * A regular expression that takes so much time or stack on a value that looking for the answer was
 * given up; the message names both.
 */
public final class CostlyExpressionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 100;

  CostlyExpressionException(String expression, CharSequence value, String takes) {
    super(
        "the regular expression \"%s\" takes too much %s on \"%s\": write it with fewer repetitions"
            .formatted(shortened(expression), takes, shortened(value)));
  }

  private static String shortened(CharSequence text) {
    return text.length() <= SHOWN ? text.toString() : text.subSequence(0, SHOWN) + "…";
  }
}
