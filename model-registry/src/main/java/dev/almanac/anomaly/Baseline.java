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

  /** A new level and its spread are learned from no fewer samples than that. */
  private static final double FRESH_SAMPLES = 8;

  /** As many samples after a shift, the level and the spread are known as well as ever. */
  static final int SETTLED = (int) (2 * SPREAD_SAMPLES);

  private static final double SLOW_DAYS = 2;
  private static final double LEAST_SLOW_SAMPLES = 512;

  /**
   * The mean absolute deviation of a normal distribution, times this, is its standard deviation.
   */
  private static final double FROM_MEAN_DEVIATION = 1.2533141373155003;

  /** No spread is smaller than that part of the level: below is rounding. */
  private static final double LEAST_SPREAD = 1e-9;

  /** A width is at least a grain divided by that: a value that ties is moved by two at most. */
  private static final double GRAIN_WIDTHS = 4;

  /** As small a part of the spread is no deviation. */
  private static final double HAIR = 1e-3;

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

  /** No spread is smaller than that either. It is told for each value, and not kept. */
  private double finest;

  /** Flagged values on end, the sums of how far they were off, and drifting ones on end. */
  int flagged;

  double flaggedSum;
  double flaggedSquares;
  int drifted;

  /** Samples since the level was shifted, at most {@link #SETTLED}. */
  int sinceShift = SETTLED;

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
    sinceShift = SETTLED;
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

  /**
   * Takes in how finely values are told apart: most of a series may be one value, and less than a
   * step to the next is no measure of anything.
   *
   * @param grain the distance of neighbouring values, in their own unit; 0 where there is none
   */
  void resolve(double grain) {
    finest = grain / GRAIN_WIDTHS;
  }

  /** Whether the spread is that much smaller than the grain that it does not count. */
  boolean withinGrain() {
    return spread < finest;
  }

  /** How much a value may be off, in its own unit. */
  double width() {
    return Math.max(spread, Math.max(finest, rounding())) * widening;
  }

  private double rounding() {
    return LEAST_SPREAD * Math.abs(level) + Double.MIN_NORMAL;
  }

  /**
   * Whether a value that is so far off is off at all. Of a constant series even a hair would be
   * unheard of, and an outage that is over leaves the level a hair away.
   */
  boolean tells(double deviation) {
    double hair = Math.max(WIDEST * rounding(), finest / 2);
    return Math.abs(deviation) > Math.max(hair, HAIR * spread);
  }

  /** How far the level has moved away from where it was for days, in spreads. */
  double drift() {
    double moved = level - slowLevel;
    return tells(moved) ? moved * widening / width() : 0;
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
   * @param flags whether it was flagged: then it says nothing of what is usual from now on, until
   *     there are enough of them for a shift
   */
  void follow(double residual, double samplesADay, boolean flags) {
    learned++;
    sinceShift = Math.min(SETTLED, sinceShift + 1);
    double width = width();
    double memory = flags ? learned : memory();
    double cut = Math.max(-LEVEL_CUT, Math.min(LEVEL_CUT, residual));
    double moved = level + cut * width / Math.min(LEVEL_SAMPLES, memory);
    moveTo(Math.abs(moved) < NOTHING * spread ? 0 : moved);
    double deviation = FROM_MEAN_DEVIATION * Math.min(SPREAD_CUT, Math.abs(residual)) * width;
    spread += (deviation - spread) / Math.min(SPREAD_SAMPLES, memory);
    double slow = Math.max(LEAST_SLOW_SAMPLES, SLOW_DAYS * samplesADay);
    slowLevel += (level - slowLevel) / Math.min(slow, slowMemory());
    widening = 1 + (widening - 1) * NARROWING;
  }

  /**
   * How many samples count at most: the later half of those since a shift. What was taken for the
   * new level and its spread then may have been the way there, and is forgotten as fast.
   */
  private double memory() {
    return sinceShift == SETTLED ? learned : Math.max(FRESH_SAMPLES, sinceShift / 2.0);
  }

  /** The same of the slow drift: a level that is still being found does not drift. */
  private double slowMemory() {
    return sinceShift == SETTLED ? learned : Math.max(1, memory() - SHIFT);
  }

  /**
   * Counts values that were flagged on end, and makes the last one the level when they are {@link
   * #SHIFT}; what it is then, and how far values spread there, is soon learned.
   *
   * @param flags whether this one was
   * @param value the value, which was followed already
   * @return whether the level was moved
   */
  boolean shifts(boolean flags, double value) {
    if (!flags) {
      flagged /= 2;
      flaggedSum = flagged == 0 ? 0 : flaggedSum / 2;
      flaggedSquares = flagged == 0 ? 0 : flaggedSquares / 2;
      return false;
    }
    double deviation = value - level;
    flagged++;
    flaggedSum += deviation;
    flaggedSquares += deviation * deviation;
    if (flagged < SHIFT) {
      return false;
    }
    double mean = flaggedSum / flagged;
    double variance = Math.max(0, flaggedSquares / flagged - mean * mean);
    level = value; // not the mean: it may have been on its way
    slowLevel = level; // what it drifted lately, the flagged values did
    double jitter = Math.sqrt(rounded(variance, mean * mean));
    spread = Math.max(spread, Math.max(jitter, LEAST_SPREAD * Math.abs(mean)));
    widening = Math.max(widening, 2);
    sinceShift = 0;
    flagged = 0;
    flaggedSum = 0;
    flaggedSquares = 0;
    return true;
  }

  /** What is left of a difference of two sizes, where it is more than rounding. */
  private static double rounded(double rest, double size) {
    return Math.abs(rest) <= LEAST_SPREAD * Math.abs(size) ? 0 : rest;
  }

  /** Moves the level, and with it what flagged values are off. */
  private void moveTo(double moved) {
    double by = level - moved;
    flaggedSquares = Math.max(0, flaggedSquares + by * (2 * flaggedSum + flagged * by));
    flaggedSum += flagged * by;
    level = moved;
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
