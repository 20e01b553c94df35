package dev.almanac.anomaly;

/** How far apart the samples of a series are. */
final class Pace {

  /** Milliseconds. */
  static final double DAY = 86_400_000;

  /** A step changes slowly, so that a single gap is told from another interval. */
  private static final double SMOOTHING = 16;

  /** The time of the last sample that was neither late nor absent. */
  long last = Long.MIN_VALUE;

  /** Milliseconds from a sample to the next, smoothed; 0 while there is only one. */
  double step;

  /**
   * Takes in the time of the next sample.
   *
   * @return how many steps it came after the last one
   */
  double advance(long time) {
    double since = last == Long.MIN_VALUE ? 0 : (double) time - last;
    last = time;
    if (step == 0) {
      step = since;
      return since == 0 ? 0 : 1;
    }
    double steps = since / step;
    step += (Math.min(since, 2 * step) - step) / SMOOTHING;
    return steps;
  }

  /** The part of a day that a step is. */
  double days() {
    return step / DAY;
  }

  /** How many samples there are in so many days. */
  double samples(double days) {
    return days * DAY / step;
  }
}
