package dev.almanac.forecast;

/**
 * How far off a model is, by how far ahead: a spread at a few horizons, and the shape that errors
 * have in units of it.
 *
 * @param horizons steps ahead, ascending from 1
 * @param spread at each of them, in frame units
 * @param rhythm by how much the spread is wider at each phase of a day than on the whole; one value
 *     of one where there is no day
 * @param curve quantiles of the errors in units of the spread
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and nobody changes them
record Bands(int[] horizons, double[] spread, float[] rhythm, QuantileCurve curve) {

  /**
   * The spread of a step.
   *
   * @param ahead how many steps ahead it is
   * @param number its number by {@link CivilTime}
   */
  double at(int ahead, long number) {
    return at(ahead) * rhythm[(int) Math.floorMod(number, (long) rhythm.length)];
  }

  /** The spread a number of steps ahead; beyond the last horizon it grows with the square root. */
  double at(int ahead) {
    int last = horizons.length - 1;
    if (ahead >= horizons[last]) {
      return spread[last] * Math.sqrt((double) ahead / horizons[last]);
    }
    int above = 1;
    while (ahead > horizons[above]) {
      above++;
    }
    double part = (double) (ahead - horizons[above - 1]) / (horizons[above] - horizons[above - 1]);
    return spread[above - 1] + part * (spread[above] - spread[above - 1]);
  }
}
