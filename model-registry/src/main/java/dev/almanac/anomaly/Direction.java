package dev.almanac.anomaly;

/** Which deviations from what was expected are of interest. */
public enum Direction {
  BOTH,
  /** Only values above the expected one. */
  ABOVE,
  /** Only values below the expected one. */
  BELOW;

  boolean above() {
    return this != BELOW;
  }

  boolean below() {
    return this != ABOVE;
  }
}
