package dev.almanac.registry;

/**
 * One comparison of the gate.
 *
 * @param group of series, or {@link #ALL}
 * @param measure {@code owa}, {@code smape}, {@code msis}, {@code coverage} or {@code series}
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

  /** Measures of which less is worse; of all others more is. */
  private static boolean wantsMore(String measure) {
    return measure.equals("series");
  }

  /** Passes where the challenger has a value that is within the limit. */
  static GateCheck of(
      String group, String measure, double champion, double challenger, double limit) {
    boolean passes = wantsMore(measure) ? challenger >= limit : challenger <= limit;
    return new GateCheck(group, measure, champion, challenger, limit, passes);
  }
}
