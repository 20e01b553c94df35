package dev.almanac.forecast;

/**
 * A series as the members see it: from its first known value to its last, gaps bridged, brought to
 * the size of ordinary numbers.
 */
final class Frame {

  private final double[] linear;
  private final boolean[] known;
  private final long firstPhase;
  private final double shift;
  private double[] logarithms;

  /**
   * @param linear values, all finite
   * @param known which of them were seen and not bridged
   * @param firstPhase number of the first step, counted from 1970
   * @param shift what is added before logarithms are taken
   */
  Frame(double[] linear, boolean[] known, long firstPhase, double shift) {
    this.linear = linear;
    this.known = known;
    this.firstPhase = firstPhase;
    this.shift = shift;
  }

  int length() {
    return linear.length;
  }

  boolean known(int index) {
    return known[index];
  }

  /** Where in a season a step is. */
  int phase(int index, int season) {
    return (int) Math.floorMod(firstPhase + index, (long) season);
  }

  /** The values on a scale; not to be changed. */
  double[] values(Scale scale) {
    if (scale == Scale.LINEAR) {
      return linear;
    }
    if (logarithms == null) {
      logarithms = new double[linear.length];
      for (int i = 0; i < linear.length; i++) {
        logarithms[i] = toLog(linear[i]);
      }
    }
    return logarithms;
  }

  private double toLog(double value) {
    return StrictMath.log(Math.max(value + shift, Double.MIN_NORMAL));
  }

  /** From the logarithmic scale back to the linear one. */
  double fromLog(double logarithm) {
    return StrictMath.exp(logarithm) - shift;
  }
}
