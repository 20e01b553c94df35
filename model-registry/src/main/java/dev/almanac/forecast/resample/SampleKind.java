package dev.almanac.forecast.resample;

/** What the samples of a series mean, and so what a step of it is. */
public enum SampleKind {
  /** A level: a step is the mean of the samples in it. */
  GAUGE,
  /**
   * A total that only grows, but begins at zero again when its process does: a step is the increase
   * per second in it.
   */
  COUNTER
}
