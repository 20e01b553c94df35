package dev.almanac.registry;

/**
 * How much worse than the champion a challenger may be on the same hold-out, and still take its
 * place. Small groups are noisy, so a group has more room than the mean over all series; the mean
 * has little, so that no succession of promotions drifts downwards.
 *
 * @param error the error of a group may be higher by this part: 0.05 is 5 %
 * @param interval the interval score (MSIS) of a group may be higher by this part
 * @param coverage the coverage of a group may be further from the level by this much: 0.02 is two
 *     points
 * @param overall error and interval score over all series may be higher by this part
 * @param series this part of the champion's series of a group has to be forecast at least
 */
public record GateRule(
    double error, double interval, double coverage, double overall, double series) {

  public static final GateRule DEFAULT = new GateRule(0.05, 0.05, 0.02, 0.01, 0.9);

  public GateRule {
    if (!(error >= 0 && interval >= 0 && coverage >= 0 && overall >= 0)) {
      throw new IllegalArgumentException("a tolerance is not negative");
    }
    if (!(series >= 0 && series <= 1)) {
      throw new IllegalArgumentException("a part of the series is from 0 to 1, found " + series);
    }
  }
}
