package dev.almanac.anomaly;

/** What became of a sample. */
public enum Outcome {
  /** Compared, and scored. */
  SCORED,
  /** Learned from; too few came before it, so the score is 0. */
  COLD,
  /** Not a finite number, a stale marker for example: nothing learned, the score is NaN. */
  ABSENT,
  /** Not later than the sample before: nothing learned, the score is NaN. */
  LATE
}
