package dev.almanac.archive;

/** In which columns sample values are kept. */
public enum ValueForm {
  /**
   * As {@code mant} and {@code scale} where {@code mant / 10^scale} is the value to the bit, as
   * {@code value} elsewhere. The default: exporters print decimals, and their digits compress far
   * better than their binary fractions.
   */
  DECIMAL,
  /** Always as {@code value}. */
  DOUBLE
}
