package dev.almanac.tsdb.chunk;

import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import java.util.Arrays;

/**
 * Encodings 2, 3, 5 and 6: one layout, then samples of timestamp, count, zero count, sum and
 * buckets, each relative to the sample before; in 5 and 6 a start timestamp may follow.
 *
 * <p>Of a stale marker, a sample whose sum is the stale NaN, no buckets are stored and the counts
 * mean nothing: it is read, as Prometheus reads it, as a histogram of zeros.
 */
final class HistogramCodec {

  /**
   * Room for the buckets of a chunk is not made beyond 128 MiB: stale markers name many in 4 bits.
   */
  private static final long MAX_BUCKETS_OF_CHUNK = 1 << 24;

  private final HistogramFields fields;
  private final StartTimestamps starts = new StartTimestamps();

  HistogramCodec(HistogramFields fields) {
    this.fields = fields;
  }

  void decode(BitReader in, int samples, byte startHeader, HistogramRun run) {
    HistogramLayout layout = LayoutCodec.read(in);
    int positive = layout.positiveBuckets();
    int negative = layout.negativeBuckets();
    checkBuckets(in, samples, positive + negative);
    run.setLayout(layout.equals(run.layout()) ? run.layout() : layout);
    fields.reset(positive + negative);
    boolean hasStarts = run.encoding().carriesStartTimestamps();
    starts.reset(hasStarts ? startHeader : 0);
    long timestamp = 0;
    long delta = 0;
    for (int i = 0; i < samples; i++) {
      long previous = timestamp;
      boolean first = i == 0;
      run.ensureCapacity(i + 1);
      if (first) {
        timestamp = in.varbitInt();
      } else {
        delta += in.varbitInt();
        timestamp += delta;
        if (timestamp <= previous) {
          throw in.notAscending(i, previous, timestamp);
        }
      }
      run.timestamps[i] = timestamp;
      fields.readCounts(in, first);
      int p = i * positive;
      int n = i * negative;
      boolean stale = fields.sum == Xor2Codec.STALE;
      if (first || !stale) {
        fields.readBuckets(in, first, HistogramFields.BUCKETS, positive, run.positive, p);
        fields.readBuckets(
            in, first, HistogramFields.BUCKETS + positive, negative, run.negative, n);
      }
      if (stale) {
        Arrays.fill(run.positive, p, p + positive, 0);
        Arrays.fill(run.negative, n, n + negative, 0);
      }
      run.counts[i] = stale ? 0 : fields.count;
      run.zeroCounts[i] = stale ? 0 : fields.zeroCount;
      run.sumBits[i] = fields.sum;
      if (hasStarts) {
        run.startTimestamps[i] = starts.read(in, i, previous, timestamp);
      }
    }
  }

  private void checkBuckets(BitReader in, int samples, int buckets) {
    int inFirstSample = in.remaining() / fields.firstBucketBits();
    if (buckets > inFirstSample) {
      throw in.corrupt("at most " + inFirstSample + " buckets", Integer.toString(buckets));
    }
    if ((long) buckets * samples > MAX_BUCKETS_OF_CHUNK) {
      throw in.corrupt(
          "at most " + MAX_BUCKETS_OF_CHUNK + " buckets in all samples",
          samples + " samples of " + buckets);
    }
  }

  /** Writes the samples; {@link #startHeader} then belongs into the chunk's header. */
  void encode(HistogramRun run, int from, int until, BitWriter out) {
    HistogramLayout layout = onlyStale(run, from, until) ? LayoutCodec.NO_BUCKETS : run.layout();
    int positive = layout.positiveBuckets();
    int negative = layout.negativeBuckets();
    LayoutCodec.write(out, layout);
    fields.reset(positive + negative);
    starts.reset(0);
    boolean hasStarts = run.encoding().carriesStartTimestamps();
    long timestamp = 0;
    long delta = 0;
    for (int i = from; i < until; i++) {
      long previous = timestamp;
      boolean first = i == from;
      timestamp = run.timestamps[i];
      if (first) {
        out.varbitInt(timestamp);
      } else {
        out.varbitInt(timestamp - previous - delta);
        delta = timestamp - previous;
      }
      fields.writeCounts(out, first, run.counts[i], run.zeroCounts[i], run.sumBits[i]);
      if (first || run.sumBits[i] != Xor2Codec.STALE) {
        fields.writeBuckets(
            out, first, HistogramFields.BUCKETS, positive, run.positive, i * positive);
        fields.writeBuckets(
            out, first, HistogramFields.BUCKETS + positive, negative, run.negative, i * negative);
      }
      if (hasStarts) {
        starts.write(out, i - from, previous, timestamp, run.startTimestamps[i]);
      }
    }
  }

  /**
   * Prometheus gives a chunk that begins with a stale marker no buckets; only others may follow.
   */
  private static boolean onlyStale(HistogramRun run, int from, int until) {
    for (int i = from; i < until; i++) {
      if (run.sumBits[i] != Xor2Codec.STALE) {
        return false;
      }
    }
    return true;
  }

  byte startHeader() {
    return starts.header();
  }
}
