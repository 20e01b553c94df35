package dev.almanac.forecast;

/**
 * A change of level for good: what was before is moved to where the series is now.
 *
 * @param number of the first step of the new level
 * @param factor what values before it are multiplied with
 * @param offset what is then added
 */
record LevelShift(long number, double factor, double offset) {

  double apply(long stepNumber, double value) {
    return stepNumber < number ? value * factor + offset : value;
  }
}
