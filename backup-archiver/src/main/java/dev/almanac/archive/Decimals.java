package dev.almanac.archive;

/**
 * Doubles that are decimals: {@code mant / 10^scale}, to the bit.
 *
 * <p>IEEE 754 division rounds correctly, and both a mantissa of at most 2⁵³ and a power of ten up
 * to 10²² are doubles, so whoever divides them, in whatever language, gets the same bits.
 */
final class Decimals {

  /** 10²² is the greatest power of ten that a double holds. */
  static final int MAX_SCALE = 22;

  /** 2⁵³: up to here every integer is a double. */
  static final long MAX_MANTISSA = 1L << 53;

  /** What {@link #mantissa} gives where the value is no decimal of that scale. */
  static final long NONE = Long.MIN_VALUE;

  /**
   * Only a decimal of at most 15 digits names one double and is named by it; longer ones meet by
   * chance, and their digits are noise.
   */
  private static final double MAX_FRACTION_MANTISSA = 1e15;

  /** How many values of a segment are looked at before its scale is chosen. */
  private static final int PROBES = 16;

  private static final double[] POWERS = new double[MAX_SCALE + 1];

  static {
    for (int scale = 0; scale <= MAX_SCALE; scale++) {
      POWERS[scale] = Double.parseDouble("1e" + scale);
    }
  }

  private Decimals() {}

  /** The mantissa at this scale, or {@link #NONE}; NaN, infinities and −0 have none. */
  static long mantissa(long bits, int scale) {
    double power = POWERS[scale];
    long mantissa = (long) Math.rint(Double.longBitsToDouble(bits) * power);
    return Double.doubleToRawLongBits(mantissa / power) == bits
            && mantissa <= MAX_MANTISSA
            && mantissa >= -MAX_MANTISSA
        ? mantissa
        : NONE;
  }

  /** The raw bits of {@code mantissa / 10^scale}. */
  static long bits(long mantissa, int scale) {
    return Double.doubleToRawLongBits(mantissa / POWERS[scale]);
  }

  /** The fewest decimals that give the value, or -1 where it is no decimal. */
  static int scaleOf(long bits) {
    double value = Double.longBitsToDouble(bits);
    if (mantissa(bits, 0) != NONE) {
      return 0;
    }
    for (int scale = 1; scale <= MAX_SCALE; scale++) {
      if (!(Math.abs(value * POWERS[scale]) < MAX_FRACTION_MANTISSA)) {
        return -1;
      }
      if (mantissa(bits, scale) != NONE) {
        return scale;
      }
    }
    return -1;
  }

  /**
   * The scale at which to write the values of one series that lie together: the greatest that a few
   * of them, evenly spaced, need.
   */
  static int probe(long[] bits, int from, int until) {
    int step = Math.max(1, (until - from) / PROBES);
    int scale = 0;
    for (int i = from; i < until; i += step) {
      scale = Math.max(scale, scaleOf(bits[i]));
    }
    return scale;
  }

  /**
   * Writes the mantissa of each value at this scale, {@link #NONE} where there is none.
   *
   * @return how many values have one
   */
  static int mantissas(long[] bits, int from, int until, int scale, long[] into) {
    double power = POWERS[scale];
    int found = 0;
    for (int i = from; i < until; i++) {
      long value = bits[i];
      long mantissa = (long) Math.rint(Double.longBitsToDouble(value) * power);
      if (Double.doubleToRawLongBits(mantissa / power) == value
          && mantissa <= MAX_MANTISSA
          && mantissa >= -MAX_MANTISSA) {
        into[i] = mantissa;
        found++;
      } else {
        into[i] = NONE;
      }
    }
    return found;
  }

  /** The greatest scale that one of the first values left without a mantissa needs, or -1. */
  static int missedScale(long[] bits, int from, int until, long[] mantissas) {
    int scale = -1;
    int probes = PROBES;
    for (int i = from; i < until && probes > 0; i++) {
      if (mantissas[i] == NONE) {
        scale = Math.max(scale, scaleOf(bits[i]));
        probes--;
      }
    }
    return scale;
  }
}
