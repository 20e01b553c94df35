package dev.almanac.series;

import java.util.Arrays;

/**
 * Consecutive native-histogram samples of one series that share one {@link HistogramLayout}: all
 * samples of a chunk do.
 *
 * <p>Counts are integers in the integer encodings and raw IEEE 754 bits of doubles in the float
 * encodings; {@link #floatCounts()} tells which. Bucket counts are absolute, not deltas, and lie
 * sample after sample: bucket {@code b} of sample {@code i} is at {@code i * buckets + b}, in the
 * order of the layout's spans.
 */
public final class HistogramRun extends Run {

  /** Number of observations per sample. */
  public long[] counts;

  /** Observations within the zero threshold, per sample. */
  public long[] zeroCounts;

  /** Raw IEEE 754 bits of the sum of observations, per sample. */
  public long[] sumBits;

  /** Counts of the positive (or custom) buckets, {@code size * layout.positiveBuckets()}. */
  public long[] positive;

  /** Counts of the negative buckets, {@code size * layout.negativeBuckets()}. */
  public long[] negative;

  private HistogramLayout layout = HistogramLayout.EMPTY;
  private CounterReset counterReset = CounterReset.UNKNOWN;

  public HistogramRun() {
    super(ChunkEncoding.HISTOGRAM, 128);
    counts = new long[128];
    zeroCounts = new long[128];
    sumBits = new long[128];
    positive = new long[0];
    negative = new long[0];
  }

  public boolean floatCounts() {
    return encoding() == ChunkEncoding.FLOAT_HISTOGRAM
        || encoding() == ChunkEncoding.FLOAT_HISTOGRAM_ST;
  }

  public HistogramLayout layout() {
    return layout;
  }

  public void setLayout(HistogramLayout layout) {
    this.layout = layout;
  }

  /** What the chunk says of counter resets before its first sample. */
  public CounterReset counterReset() {
    return counterReset;
  }

  public void setCounterReset(CounterReset counterReset) {
    this.counterReset = counterReset;
  }

  @Override
  public void ensureCapacity(int capacity) {
    timestamps = grown(timestamps, capacity);
    counts = grown(counts, capacity);
    zeroCounts = grown(zeroCounts, capacity);
    sumBits = grown(sumBits, capacity);
    positive = grown(positive, Math.multiplyExact(capacity, layout.positiveBuckets()));
    negative = grown(negative, Math.multiplyExact(capacity, layout.negativeBuckets()));
    if (encoding().carriesStartTimestamps()) {
      startTimestamps = grown(startTimestamps, capacity);
    }
  }

  @Override
  public void digest(SeriesDigest digest, int from, int until) {
    int p = layout.positiveBuckets();
    int n = layout.negativeBuckets();
    long shape = SeriesDigest.mix(layout.digest() + (floatCounts() ? 1 : 0));
    for (int i = from; i < until; i++) {
      long buckets = shape;
      for (int b = i * p; b < (i + 1) * p; b++) {
        buckets = SeriesDigest.mix(buckets + positive[b]);
      }
      for (int b = i * n; b < (i + 1) * n; b++) {
        buckets = SeriesDigest.mix(buckets + negative[b]);
      }
      digest.addHistogram(timestamps[i], counts[i], zeroCounts[i], sumBits[i], buckets);
    }
    digestStarts(digest, from, until);
  }

  @Override
  public void keep(int from, int until) {
    int kept = until - from;
    if (from > 0) {
      int p = layout.positiveBuckets();
      int n = layout.negativeBuckets();
      System.arraycopy(timestamps, from, timestamps, 0, kept);
      System.arraycopy(counts, from, counts, 0, kept);
      System.arraycopy(zeroCounts, from, zeroCounts, 0, kept);
      System.arraycopy(sumBits, from, sumBits, 0, kept);
      System.arraycopy(positive, from * p, positive, 0, kept * p);
      System.arraycopy(negative, from * n, negative, 0, kept * n);
      if (encoding().carriesStartTimestamps()) {
        System.arraycopy(startTimestamps, from, startTimestamps, 0, kept);
      }
      setStartsChunk(false);
    }
    setSize(kept);
  }

  /** The bucket counts of one sample, positive then negative; for tests and messages. */
  public long[] buckets(int sample) {
    int p = layout.positiveBuckets();
    int n = layout.negativeBuckets();
    long[] all = Arrays.copyOfRange(positive, sample * p, sample * p + p + n);
    System.arraycopy(negative, sample * n, all, p, n);
    return all;
  }
}
