package dev.almanac.tsdb.chunk;

import java.util.Arrays;

/**
 * Encodings 2 and 5: counts as deltas of deltas; of buckets, the difference from the bucket before.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/histogram.go">tsdb/chunkenc/histogram.go</a>
 */
final class IntegerFields extends HistogramFields {

  private final XorFields sums = new XorFields();
  private long[] values = new long[0];
  private long[] deltas = new long[0];

  @Override
  void reset(int buckets) {
    int fields = BUCKETS + buckets;
    if (values.length < fields) {
      values = new long[fields];
      deltas = new long[fields];
    }
    Arrays.fill(values, 0, fields, 0);
    Arrays.fill(deltas, 0, fields, 0);
    sums.reset(1);
  }

  @Override
  int firstBucketBits() {
    return 1;
  }

  @Override
  void readCounts(BitReader in, boolean first) {
    if (first) {
      values[COUNT] = in.varbitUint();
      values[ZERO_COUNT] = in.varbitUint();
      sum = sums.readFirst(in, 0);
    } else {
      advance(COUNT, in.varbitInt());
      advance(ZERO_COUNT, in.varbitInt());
      sum = sums.read(in, 0);
    }
    count = values[COUNT];
    zeroCount = values[ZERO_COUNT];
  }

  @Override
  void readBuckets(BitReader in, boolean first, int field, int buckets, long[] into, int at) {
    long absolute = 0;
    for (int i = 0; i < buckets; i++) {
      if (first) {
        values[field + i] = in.varbitInt();
      } else {
        advance(field + i, in.varbitInt());
      }
      absolute += values[field + i];
      into[at + i] = absolute;
    }
  }

  private void advance(int field, long deltaOfDelta) {
    deltas[field] += deltaOfDelta;
    values[field] += deltas[field];
  }

  @Override
  void writeCounts(BitWriter out, boolean first, long count, long zeroCount, long sum) {
    if (first) {
      out.varbitUint(count);
      out.varbitUint(zeroCount);
      values[COUNT] = count;
      values[ZERO_COUNT] = zeroCount;
      sums.writeFirst(out, 0, sum);
    } else if (sum == Xor2Codec.STALE) {
      repeatDelta(out, COUNT);
      repeatDelta(out, ZERO_COUNT);
      sums.write(out, 0, sum);
    } else {
      write(out, COUNT, count);
      write(out, ZERO_COUNT, zeroCount);
      sums.write(out, 0, sum);
    }
  }

  /** The counts of a stale marker mean nothing, so it takes those that cost least. */
  private void repeatDelta(BitWriter out, int field) {
    out.bits(0, 1);
    values[field] += deltas[field];
  }

  @Override
  void writeBuckets(BitWriter out, boolean first, int field, int buckets, long[] from, int at) {
    long before = 0;
    for (int i = 0; i < buckets; i++) {
      long value = from[at + i] - before;
      before = from[at + i];
      if (first) {
        out.varbitInt(value);
        values[field + i] = value;
      } else {
        write(out, field + i, value);
      }
    }
  }

  private void write(BitWriter out, int field, long value) {
    long delta = value - values[field];
    out.varbitInt(delta - deltas[field]);
    values[field] = value;
    deltas[field] = delta;
  }
}
