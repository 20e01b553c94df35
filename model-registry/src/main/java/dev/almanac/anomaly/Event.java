package dev.almanac.anomaly;

/** What a scorer noticed beyond a rare value. */
public enum Event {
  NONE,
  /** Values stayed away from what was expected; from now on their new level is the normal one. */
  LEVEL_SHIFT,
  /** The level crept away over hours; from now on the new one is the normal one. */
  DRIFT,
  /** The same value again and again, for longer than this series ever had. */
  STUCK,
  /** Zero, which this series has not been, or not for so long. */
  DROP_TO_ZERO,
  /** Outside of the range that the user said is valid. */
  INVALID
}
