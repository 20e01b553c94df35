package dev.almanac.series;

import java.util.Arrays;

/**
 * Which buckets a native histogram has: resolution, zero threshold, spans and, for schema -53,
 * custom bounds. Immutable as far as its users leave the arrays alone.
 *
 * @param schema -4 to 8 for exponential buckets, -53 for custom bounds
 * @param zeroThresholdBits raw IEEE 754 bits of the width of the zero bucket
 * @param positiveSpans offset, length, offset, length, … of runs of positive buckets
 * @param negativeSpans the same for negative buckets
 * @param customBounds raw IEEE 754 bits of the upper bounds; empty unless the schema is -53
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; never exposed for writing
public record HistogramLayout(
    int schema,
    long zeroThresholdBits,
    int[] positiveSpans,
    int[] negativeSpans,
    long[] customBounds) {

  public static final int CUSTOM_BOUNDS = -53;

  static final HistogramLayout EMPTY =
      new HistogramLayout(0, 0, new int[0], new int[0], new long[0]);

  /** How many positive (or custom) buckets the spans name. */
  public int positiveBuckets() {
    return buckets(positiveSpans);
  }

  /** How many negative buckets the spans name. */
  public int negativeBuckets() {
    return buckets(negativeSpans);
  }

  private static int buckets(int[] spans) {
    int buckets = 0;
    for (int i = 1; i < spans.length; i += 2) {
      buckets = Math.addExact(buckets, spans[i]);
    }
    return buckets;
  }

  long digest() {
    long digest = SeriesDigest.mix(schema + SeriesDigest.mix(zeroThresholdBits));
    digest = digest(digest, positiveSpans);
    digest = digest(digest, negativeSpans);
    for (long bound : customBounds) {
      digest = SeriesDigest.mix(digest + bound);
    }
    return digest;
  }

  /**
   * Begins with the length, so that where one array ends and the next begins makes a difference.
   */
  private static long digest(long digest, int[] spans) {
    long value = SeriesDigest.mix(digest + spans.length);
    for (int span : spans) {
      value = SeriesDigest.mix(value + span);
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof HistogramLayout that
        && schema == that.schema
        && zeroThresholdBits == that.zeroThresholdBits
        && Arrays.equals(positiveSpans, that.positiveSpans)
        && Arrays.equals(negativeSpans, that.negativeSpans)
        && Arrays.equals(customBounds, that.customBounds);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(digest());
  }

  @Override
  public String toString() {
    return "schema "
        + schema
        + ", zero threshold "
        + Double.longBitsToDouble(zeroThresholdBits)
        + ", positive spans "
        + Arrays.toString(positiveSpans)
        + ", negative spans "
        + Arrays.toString(negativeSpans)
        + (customBounds.length == 0 ? "" : ", " + customBounds.length + " custom bounds");
  }
}
