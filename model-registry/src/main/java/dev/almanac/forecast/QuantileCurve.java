package dev.almanac.forecast;

import java.util.Arrays;

/**
 * The shape of a forecast's errors: quantiles at fixed levels, in units of the spread. Between the
 * levels it is linear, beyond the outermost it goes on as an exponential tail does.
 */
final class QuantileCurve {

  private static final double[] LEVELS = {
    .001, .0025, .005, .01, .025, .05, .1, .15, .2, .25, .3, .4, .5, .6, .7, .75, .8, .85, .9, .95,
    .975, .99, .995, .9975, .999
  };

  /** Quantiles of the standard normal distribution at the levels from the middle on. */
  private static final double[] NORMAL = {
    0, .253347, .524401, .674490, .841621, 1.036433, 1.281552, 1.644854, 1.959964, 2.326348,
    2.575829, 2.807034, 3.090232
  };

  static final int SIZE = LEVELS.length;

  /** No error at any level. */
  static final QuantileCurve FLAT = new QuantileCurve(new double[SIZE]);

  /** What a model is taken to have fitted to the independent values: a level and a persistence. */
  private static final double PARAMETERS = 2;

  /** With more there is no end to what the model has not seen. */
  private static final double MOST_FREEDOM = 20;

  private final double[] units;

  /**
   * @param units at each level, never falling
   */
  QuantileCurve(double[] units) {
    if (units.length != SIZE) {
      throw new IllegalArgumentException(units.length + " units for " + SIZE + " levels");
    }
    for (int i = 0; i < SIZE; i++) {
      if (!Double.isFinite(units[i]) || (i > 0 && units[i] < units[i - 1])) {
        throw new IllegalArgumentException("not a curve of quantiles: " + Arrays.toString(units));
      }
    }
    this.units = units.clone();
  }

  /**
   * The curve of errors that were seen, each in units of its own spread; uses them up.
   *
   * <p>Quantiles are Hyndman and Fan's type 6, whose expected coverage is exact. Equal errors stand
   * at the middle of their ranks (Ma, Genton and Parzen, Asymptotic properties of sample quantiles
   * of discrete distributions, Annals of the Institute of Statistical Mathematics 63, 2011): a band
   * takes in a number that many errors share only if that brings it nearer to what it is to hold.
   */
  static QuantileCurve ofErrors(double[] errors, int count) {
    Arrays.sort(errors, 0, count);
    double[] middle = new double[count];
    int runs = 0;
    for (int i = 0; i < count; ) {
      int end = i + 1;
      while (end < count && errors[end] == errors[i]) {
        end++;
      }
      errors[runs] = errors[i];
      middle[runs++] = (i + end - 1) / 2.0;
      i = end;
    }
    double[] units = new double[SIZE];
    int above = 0;
    for (int i = 0; i < SIZE && runs > 0; i++) {
      double rank = LEVELS[i] * (count + 1) - 1;
      while (above < runs && middle[above] <= rank) {
        above++;
      }
      if (above == 0 || above == runs) {
        units[i] = errors[above == 0 ? 0 : runs - 1];
      } else {
        double part = (rank - middle[above - 1]) / (middle[above] - middle[above - 1]);
        units[i] = errors[above - 1] + part * (errors[above] - errors[above - 1]);
      }
    }
    return new QuantileCurve(units);
  }

  /**
   * The curve with each quantile further out, as the next errors are than those it was learned
   * from.
   *
   * <p>What was learned from a few independent values fits these better than the next ones: by the
   * final prediction error of two parameters (Akaike, Fitting autoregressive models for prediction,
   * Annals of the Institute of Statistical Mathematics 21, 1969). And their spread is itself only
   * estimated: quantiles go out as far as Student's t distribution goes beyond the normal one, by
   * the first terms of its expansion (Abramowitz and Stegun, 26.7.5), with a third as many degrees
   * of freedom as there are independent values, as spreads come and go.
   *
   * @param independent how many independent values the errors are worth, at least 4
   */
  QuantileCurve widened(double independent) {
    double optimism = Math.sqrt((independent + PARAMETERS) / (independent - PARAMETERS));
    double freedom = Math.min(MOST_FREEDOM, independent / 3);
    double[] wider = new double[SIZE];
    int middle = SIZE / 2;
    for (int i = 0; i < SIZE; i++) {
      double z = NORMAL[Math.abs(i - middle)];
      double square = z * z;
      double student =
          1
              + (square + 1) / (4 * freedom)
              + (5 * square * square + 16 * square + 3) / (96 * freedom * freedom);
      wider[i] = units[i] * optimism * student;
    }
    // Where most errors lie to one side, what is nearer to the middle may get further from zero.
    for (int i = middle - 1; i >= 0; i--) {
      wider[i] = Math.min(wider[i], wider[i + 1]);
    }
    for (int i = middle + 1; i < SIZE; i++) {
      wider[i] = Math.max(wider[i], wider[i - 1]);
    }
    return new QuantileCurve(wider);
  }

  /** The part of the errors that are no more than so many units. */
  double partUpTo(double most) {
    int above = 0;
    while (above < SIZE && units[above] <= most) {
      above++;
    }
    return above == 0 ? 0 : above == SIZE ? 1 : level(above, most);
  }

  /** The part of the errors that are no less than so many units. */
  double partFrom(double least) {
    int above = SIZE;
    while (above > 0 && units[above - 1] >= least) {
      above--;
    }
    return above == 0 ? 1 : above == SIZE ? 0 : 1 - level(above, least);
  }

  /** The level of a value between two units that differ; halves of both, for they may be huge. */
  private double level(int above, double value) {
    double below = units[above - 1] / 2;
    double part = (value / 2 - below) / (units[above] / 2 - below);
    return LEVELS[above - 1] + part * (LEVELS[above] - LEVELS[above - 1]);
  }

  double[] units() {
    return units.clone();
  }

  /** The levels that there are units for, ascending. */
  static double[] levels() {
    return LEVELS.clone();
  }

  /** How many units from the middle the quantile is. */
  double at(double level) {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level: expected between 0 and 1, found " + level);
    }
    int last = SIZE - 1;
    if (level < LEVELS[0]) {
      return units[0] - beyond(level / LEVELS[0], units[3] - units[0], LEVELS[3] / LEVELS[0]);
    }
    if (level > LEVELS[last]) {
      double rest = (1 - level) / (1 - LEVELS[last]);
      double decade = (1 - LEVELS[last - 3]) / (1 - LEVELS[last]);
      return units[last] + beyond(rest, units[last] - units[last - 3], decade);
    }
    int above = Arrays.binarySearch(LEVELS, level);
    if (above >= 0) {
      return units[above];
    }
    above = -above - 1;
    double part = (level - LEVELS[above - 1]) / (LEVELS[above] - LEVELS[above - 1]);
    return units[above - 1] + part * (units[above] - units[above - 1]);
  }

  /** How far the tail reaches until only a part of it is left, by what it reached before. */
  private static double beyond(double part, double reached, double decade) {
    return -StrictMath.log(part) / StrictMath.log(decade) * reached;
  }

  /** The mean: the area under the curve. */
  double mean() {
    double mean = LEVELS[0] * units[0] + (1 - LEVELS[SIZE - 1]) * units[SIZE - 1];
    for (int i = 1; i < SIZE; i++) {
      mean += (LEVELS[i] - LEVELS[i - 1]) * (units[i] + units[i - 1]) / 2;
    }
    return mean;
  }
}
