package dev.almanac.anomaly;

/**
 * Level and spread of what an expectation leaves unexplained, or of the values themselves where
 * there is none. Both follow robustly: no single value moves them by more than a few spreads'
 * share, so that anomalies hardly enter (Huber's score function).
 */
final class Baseline {

  /** Fewer samples are learned from, and nothing is told of them. */
  static final int COLD = 16;

  /** As many flagged samples on end are a new level. */
  static final int SHIFT = 16;

  private static final double LEVEL_SAMPLES = 64;
  private static final double SPREAD_SAMPLES = 1024;
  private static final double SLOW_DAYS = 2;
  private static final double LEAST_SLOW_SAMPLES = 512;

  /**
   * The mean absolute deviation of a normal distribution, times this, is its standard deviation.
   */
  private static final double FROM_MEAN_DEVIATION = 1.2533141373155003;

  /** No spread is smaller than that part of the level: below is rounding. */
  private static final double LEAST_SPREAD = 1e-9;

  /** A level within that part of the spread around zero is zero: it would never get there. */
  private static final double NOTHING = 1e-6;

  private static final double LEVEL_CUT = 3;
  private static final double SPREAD_CUT = 4;
  static final double WIDEST = 4;
  private static final double NARROWING = .98;

  /** Samples learned from since this began anew. */
  long learned;

  double level;
  double slowLevel;
  double spread;

  /** How much wider than usual deviations may be, after a gap or a shift; at least 1. */
  double widening = 1;

  /** Flagged values on end, the sums of how far they were off, and drifting ones on end. */
  int flagged;

  double flaggedSum;
  double flaggedSquares;
  int drifted;

  boolean cold() {
    return learned < COLD;
  }

  /** Forgets everything: what is expected now is of another kind. */
  void restart() {
    learned = 0;
    widening = 1;
    flagged = 0;
    flaggedSum = 0;
    flaggedSquares = 0;
    drifted = 0;
  }

  /**
   * Takes another unit and another zero.
   *
   * @param shift where the zero before lies, in the new unit
   * @param factor how many of the new unit one before is
   */
  void rebase(double shift, double factor) {
    double most = Scorer.LARGEST;
    boolean sound = factor > 0 && factor * (Math.abs(slowLevel) + Math.abs(level)) < most;
    sound &= factor * spread < most && factor * Math.abs(flaggedSum) < most;
    if (!sound || !(Math.abs(shift) < most) || !(factor * factor * flaggedSquares < most)) {
      restart(); // one of the models is far from anything that was seen
      return;
    }
    level = level * factor + shift;
    slowLevel = slowLevel * factor + shift;
    spread *= factor;
    flaggedSum *= factor;
    flaggedSquares *= factor * factor;
  }

  /** How much a value may be off, in its own unit. */
  double width() {
    return Math.max(spread, LEAST_SPREAD * Math.abs(level) + Double.MIN_NORMAL) * widening;
  }

  /** How far the level has moved away from where it was for days, in spreads. */
  double drift() {
    return (level - slowLevel) * widening / width();
  }

  /** More time than usual has gone by. */
  void gap(double steps) {
    widening = Math.min(WIDEST, widening * Math.sqrt(1 + (steps - 1) / LEVEL_SAMPLES));
  }

  void warmUp(double value) {
    if (learned == 0) {
      level = value;
      spread = 0;
    }
    learned++;
    level += (value - level) / learned;
    spread += (FROM_MEAN_DEVIATION * Math.abs(value - level) - spread) / learned;
    slowLevel = level;
  }

  /**
   * Follows a value.
   *
   * @param residual how far it was off, in {@link #width()}s
   */
  void follow(double residual, double samplesADay) {
    learned++;
    double width = width();
    double cut = Math.max(-LEVEL_CUT, Math.min(LEVEL_CUT, residual));
    level += cut * width / Math.min(LEVEL_SAMPLES, (double) learned);
    if (Math.abs(level) < NOTHING * spread) {
      level = 0;
    }
    double deviation = FROM_MEAN_DEVIATION * Math.min(SPREAD_CUT, Math.abs(residual)) * width;
    spread += (deviation - spread) / Math.min(SPREAD_SAMPLES, (double) learned);
    double slow = Math.max(LEAST_SLOW_SAMPLES, SLOW_DAYS * samplesADay);
    slowLevel += (level - slowLevel) / Math.min(slow, (double) learned);
    widening = 1 + (widening - 1) * NARROWING;
  }

  /**
   * Counts values that were flagged on end, and makes theirs the level when they are {@link
   * #SHIFT}.
   *
   * @param flags whether this one was
   * @param deviation how far it was off, in its own unit
   * @return whether the level was moved
   */
  boolean shifts(boolean flags, double deviation) {
    if (!flags) {
      flagged /= 2;
      flaggedSum = flagged == 0 ? 0 : flaggedSum / 2;
      flaggedSquares = flagged == 0 ? 0 : flaggedSquares / 2;
      return false;
    }
    flagged++;
    flaggedSum += deviation;
    flaggedSquares += deviation * deviation;
    if (flagged < SHIFT) {
      return false;
    }
    double mean = flaggedSum / flagged;
    level += mean;
    slowLevel += mean;
    double variance = Math.max(0, flaggedSquares / flagged - mean * mean);
    spread = Math.max(spread, Math.sqrt(variance));
    widening = Math.max(widening, 2);
    flagged = 0;
    flaggedSum = 0;
    flaggedSquares = 0;
    return true;
  }

  /** The same for the slow drift. */
  boolean drifts(boolean flags) {
    drifted = flags ? drifted + 1 : drifted / 2;
    if (drifted < SHIFT) {
      return false;
    }
    slowLevel = level;
    drifted = 0;
    return true;
  }
}
