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
  public HistogramRun copy(int from, int until) {
    HistogramRun copy = copied(new HistogramRun(), from, until);
    int p = layout.positiveBuckets();
    int n = layout.negativeBuckets();
    copy.layout = layout;
    copy.counterReset = counterReset;
    copy.counts = Arrays.copyOfRange(counts, from, until);
    copy.zeroCounts = Arrays.copyOfRange(zeroCounts, from, until);
    copy.sumBits = Arrays.copyOfRange(sumBits, from, until);
    copy.positive = Arrays.copyOfRange(positive, from * p, until * p);
    copy.negative = Arrays.copyOfRange(negative, from * n, until * n);
    return copy;
  }

  @Override
  void appendValues(Run other, int from, int until) {
    HistogramRun that = (HistogramRun) other;
    int p = layout.positiveBuckets();
    int n = layout.negativeBuckets();
    int more = until - from;
    System.arraycopy(that.counts, from, counts, size(), more);
    System.arraycopy(that.zeroCounts, from, zeroCounts, size(), more);
    System.arraycopy(that.sumBits, from, sumBits, size(), more);
    System.arraycopy(that.positive, from * p, positive, size() * p, more * p);
    System.arraycopy(that.negative, from * n, negative, size() * n, more * n);
  }

  @Override
  public boolean sameSample(int index, Run other, int otherIndex) {
    return sameTimes(index, other, otherIndex)
        && other instanceof HistogramRun that
        && floatCounts() == that.floatCounts()
        && counts[index] == that.counts[otherIndex]
        && zeroCounts[index] == that.zeroCounts[otherIndex]
        && sumBits[index] == that.sumBits[otherIndex]
        && layout.equals(that.layout)
        && Arrays.equals(buckets(index), that.buckets(otherIndex));
  }

  @Override
  void close(int from, int until) {
    int p = layout.positiveBuckets();
    int n = layout.negativeBuckets();
    int moved = size() - until;
    System.arraycopy(timestamps, until, timestamps, from, moved);
    System.arraycopy(counts, until, counts, from, moved);
    System.arraycopy(zeroCounts, until, zeroCounts, from, moved);
    System.arraycopy(sumBits, until, sumBits, from, moved);
    System.arraycopy(positive, until * p, positive, from * p, moved * p);
    System.arraycopy(negative, until * n, negative, from * n, moved * n);
    if (encoding().carriesStartTimestamps()) {
      System.arraycopy(startTimestamps, until, startTimestamps, from, moved);
    }
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
