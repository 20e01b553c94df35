package dev.almanac.anomaly;

/**
 * What a scorer says of one sample. Mutable, so that one may serve a million samples: every call of
 * {@link Scorer#score} writes all of it anew.
 */
public final class Score {

  Outcome outcome = Outcome.COLD;
  Event event = Event.NONE;
  double value;
  double expected;
  double lower;
  double upper;
  boolean alarm;

  void clear(Outcome became) {
    outcome = became;
    event = Event.NONE;
    value = became == Outcome.COLD || became == Outcome.SCORED ? 0 : Double.NaN;
    expected = Double.NaN;
    lower = Double.NEGATIVE_INFINITY;
    upper = Double.POSITIVE_INFINITY;
    alarm = false;
  }

  void raise(double atLeast, Event noticed) {
    value = Math.max(value, atLeast);
    event = event == Event.NONE ? noticed : event;
  }

  /** What became of the sample. */
  public Outcome outcome() {
    return outcome;
  }

  /**
   * How anomalous, at least 0: 1 is the boundary, 2 a value whose chance is the square of that at
   * the boundary. NaN where the sample was absent or late.
   */
  public double value() {
    return value;
  }

  /** The value that was expected, corrected by what was learned online. NaN where unknown. */
  public double expected() {
    return expected;
  }

  /** A lower value would have scored above 1. Minus infinity where none would. */
  public double lower() {
    return lower;
  }

  /** A higher value would have scored above 1. Plus infinity where none would. */
  public double upper() {
    return upper;
  }

  /** What else was noticed: once per incident, but of each value that is out of the valid range. */
  public Event event() {
    return event;
  }

  /** Whether an alarm begins with this sample: see {@link ScorerOptions}. */
  public boolean alarm() {
    return alarm;
  }
}
