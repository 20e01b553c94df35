package dev.almanac.tsdb.chunk;

/**
 * How the counts of histograms are encoded: each field is written relative to the same field of the
 * sample before. Fields are the count, the zero count, the sum, then the buckets.
 */
abstract sealed class HistogramFields permits IntegerFields, FloatFields {

  static final int COUNT = 0;
  static final int ZERO_COUNT = 1;
  static final int SUM = 2;
  static final int BUCKETS = 3;

  /** Counts of the sample read last; of a stale one they mean nothing. */
  long count;

  long zeroCount;

  /** Raw bits of the sum of the sample read last. */
  long sum;

  /** Begins a chunk whose histograms have this many buckets, positive and negative. */
  abstract void reset(int buckets);

  /** The fewest bits that one bucket takes in the first sample. */
  abstract int firstBucketBits();

  /** Reads count, zero count and sum. */
  abstract void readCounts(BitReader in, boolean first);

  /** Reads buckets from this field on into an array, absolute counts. */
  abstract void readBuckets(
      BitReader in, boolean first, int field, int buckets, long[] into, int at);

  abstract void writeCounts(BitWriter out, boolean first, long count, long zeroCount, long sum);

  abstract void writeBuckets(
      BitWriter out, boolean first, int field, int buckets, long[] from, int at);
}
