package dev.almanac.forecast;

import java.util.Arrays;

/**
 * What is expected of a series at each of the next steps: a distribution, of which the mean, the
 * median and any quantile can be had. All numbers are finite. Immutable.
 */
public final class Forecast {

  private final long start;
  private final long step;
  private final double[] median;
  private final double[] spread;
  private final QuantileCurve curve;
  private final double lowest;
  private final double highest;

  /**
   * @param median of each step
   * @param spread of each step: what the curve is multiplied with
   */
  Forecast(
      long start,
      long step,
      double[] median,
      double[] spread,
      QuantileCurve curve,
      double lowest,
      double highest) {
    this.start = start;
    this.step = step;
    this.median = median;
    this.spread = spread;
    this.curve = curve;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** Time of the first step, in milliseconds since 1970. */
  public long start() {
    return start;
  }

  /** Milliseconds from a step to the next. */
  public long step() {
    return step;
  }

  /** How many steps. */
  public int horizon() {
    return median.length;
  }

  /** Time of a step, the first being 0. */
  public long time(int index) {
    return start + index * step;
  }

  /**
   * What the model's members agree on, for each step: the path to draw, and to judge by absolute
   * errors. Unlike {@code quantile(.5)} it is not moved by what past forecasts were off.
   */
  public double[] median() {
    return Arrays.copyOf(median, median.length);
  }

  /** The expected value, for each step. */
  public double[] mean() {
    return moved(curve.mean());
  }

  /**
   * The value that is not exceeded with the given probability, for each step.
   *
   * @param level between 0 and 1, both excluded; beyond the outermost levels that were learned (see
   *     {@link QuantileCurve}) the tail is prolonged as an exponential one
   */
  public double[] quantile(double level) {
    return moved(curve.at(level));
  }

  /**
   * The band that holds the value with the given probability, as much of the rest below as above.
   * Where less than that can be below, since values do not go there, more of it is above: a band of
   * what is mostly nothing begins at nothing. The same holds the other way round.
   *
   * @param coverage between 0 and 1, both excluded
   */
  public Interval interval(double coverage) {
    if (!(coverage > 0 && coverage < 1)) {
      throw new IllegalArgumentException("coverage: expected between 0 and 1, found " + coverage);
    }
    double rest = (1 - coverage) / 2;
    // No more than leaves the lower limit below the upper one.
    double most = Math.min(rest, coverage / 2);
    double[] lower = new double[median.length];
    double[] upper = new double[median.length];
    for (int i = 0; i < median.length; i++) {
      double spareBelow = spare(curve.partUpTo((lowest - median[i]) / spread[i]) - rest, most);
      double spareAbove = spare(curve.partFrom((highest - median[i]) / spread[i]) - rest, most);
      lower[i] = moved(i, curve.at(rest + spareAbove));
      upper[i] = moved(i, curve.at(1 - rest - spareBelow));
    }
    return new Interval(lower, upper);
  }

  private static double spare(double beyond, double most) {
    return Math.max(0, Math.min(most, beyond));
  }

  private double[] moved(double units) {
    double[] out = new double[median.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = moved(i, units);
    }
    return out;
  }

  private double moved(int index, double units) {
    double value = median[index] + units * spread[index];
    return value >= lowest ? Math.min(highest, value) : lowest;
  }

  /** Lower and upper limits of a band, one of each for a step. */
  @SuppressWarnings("ArrayRecordComponent") // made for the caller, who may do as he likes
  public record Interval(double[] lower, double[] upper) {}
}
