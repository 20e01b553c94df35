package dev.almanac.jobs.bench;

import java.util.SplittableRandom;

/** What is usual at a time: two waves a day, about one on the whole. */
final class Rhythm {

  private static final int WEEK = 7;

  private final double once;
  private final double twice;
  private final double phase;
  private final double otherPhase;

  /** What a weekend is, in parts of a day of the week. */
  private final double weekend;

  private Rhythm(SplittableRandom random, boolean weekly) {
    once = .3 + .2 * random.nextDouble();
    twice = .2 * random.nextDouble();
    phase = random.nextDouble();
    otherPhase = random.nextDouble();
    weekend = weekly ? .3 + .5 * random.nextDouble() : 1;
  }

  static Rhythm daily(SplittableRandom random) {
    return new Rhythm(random, false);
  }

  static Rhythm weekly(SplittableRandom random) {
    return new Rhythm(random, true);
  }

  /**
   * How much is usual.
   *
   * @param time in days
   */
  double at(double time) {
    double waves =
        once * Math.sin(2 * Math.PI * (time + phase))
            + twice * Math.sin(2 * Math.PI * (2 * time + otherPhase));
    return (1 + waves) * (time % WEEK >= WEEK - 2 ? weekend : 1);
  }
}
