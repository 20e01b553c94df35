package dev.almanac.registry;

/**
 * One comparison of the gate.
 *
 * @param group of series, or {@link #ALL}
 * @param measure {@code owa}, {@code smape}, {@code msis}, {@code series}, or {@code
 *     coverage_error}: how far the coverage is from the level
 * @param champion its value, {@link Double#NaN} where it has none
 * @param challenger its value, {@link Double#NaN} where it has none
 * @param limit the worst value that passes
 * @param passes whether the challenger keeps to it
 */
public record GateCheck(
    String group,
    String measure,
    double champion,
    double challenger,
    double limit,
    boolean passes) {

  /** In place of a group: the mean over all series. */
  public static final String ALL = "*";

  /** Room for rounding where the champion's value is 0. */
  private static final double EPSILON = 1e-9;

  /** Measures of which less is worse; of all others more is. */
  private static boolean wantsMore(String measure) {
    return measure.equals("series");
  }

  /** Passes where the challenger has a value that is within the limit. */
  static GateCheck of(
      String group, String measure, double champion, double challenger, double limit) {
    boolean passes = wantsMore(measure) ? challenger >= limit : challenger <= limit + EPSILON;
    return new GateCheck(group, measure, champion, challenger, limit, passes);
  }
}
