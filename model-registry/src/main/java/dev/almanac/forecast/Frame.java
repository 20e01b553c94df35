package dev.almanac.forecast;

/**
 * A series as the members see it: from its first known value to its last by civil time, gaps
 * bridged, moved to its present level, free of holidays, and of the size of ordinary numbers.
 */
final class Frame {

  /**
   * What a logarithm and its exponential lose, at most, and far less than a value can be told by.
   */
  private static final double ROUNDING = 1e-12;

  private final double[] linear;
  private final boolean[] known;
  private final long first;
  private final double shift;
  private double[] logarithms;

  /**
   * @param linear values, all finite
   * @param known which of them were seen and not bridged
   * @param first number of the first step, by {@link CivilTime}
   * @param shift what is added before logarithms are taken
   */
  Frame(double[] linear, boolean[] known, long first, double shift) {
    this.linear = linear;
    this.known = known;
    this.first = first;
    this.shift = shift;
  }

  /** The same with another number added before logarithms are taken. */
  Frame withLogShift(double logShift) {
    return new Frame(linear, known, first, logShift);
  }

  int length() {
    return linear.length;
  }

  boolean known(int index) {
    return known[index];
  }

  /** Number of a step by {@link CivilTime}. */
  long number(int index) {
    return first + index;
  }

  /** Where in a season a step is. */
  int phase(int index, int season) {
    return (int) Math.floorMod(first + index, (long) season);
  }

  /** The values on a scale; not to be changed. */
  double[] values(Scale scale) {
    if (scale == Scale.LINEAR) {
      return linear;
    }
    if (logarithms == null) {
      logarithms = new double[linear.length];
      for (int i = 0; i < linear.length; i++) {
        logarithms[i] = StrictMath.log(Math.max(linear[i] + shift, Double.MIN_NORMAL));
      }
    }
    return logarithms;
  }

  /** From the logarithmic scale back to the linear one; nothing comes back as nothing. */
  double fromLog(double logarithm) {
    double value = StrictMath.exp(logarithm) - shift;
    return Math.abs(value) < ROUNDING * shift ? 0 : value;
  }
}
