package dev.almanac.tsdb.chunk;

/**
 * Encodings 3 and 6: every field XORed with what it was.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/float_histogram.go">tsdb/chunkenc/float_histogram.go</a>
 */
final class FloatFields extends HistogramFields {

  private final XorFields fields = new XorFields();

  @Override
  void reset(int buckets) {
    fields.reset(BUCKETS + buckets);
  }

  @Override
  int firstBucketBits() {
    return 64;
  }

  @Override
  void readCounts(BitReader in, boolean first) {
    count = read(in, first, COUNT);
    zeroCount = read(in, first, ZERO_COUNT);
    sum = read(in, first, SUM);
  }

  @Override
  void readBuckets(BitReader in, boolean first, int field, int buckets, long[] into, int at) {
    for (int i = 0; i < buckets; i++) {
      into[at + i] = read(in, first, field + i);
    }
  }

  private long read(BitReader in, boolean first, int field) {
    return first ? fields.readFirst(in, field) : fields.read(in, field);
  }

  @Override
  void writeCounts(BitWriter out, boolean first, long count, long zeroCount, long sum) {
    write(out, first, COUNT, count);
    write(out, first, ZERO_COUNT, zeroCount);
    write(out, first, SUM, sum);
  }

  @Override
  void writeBuckets(BitWriter out, boolean first, int field, int buckets, long[] from, int at) {
    for (int i = 0; i < buckets; i++) {
      write(out, first, field + i, from[at + i]);
    }
  }

  private void write(BitWriter out, boolean first, int field, long value) {
    if (first) {
      fields.writeFirst(out, field, value);
    } else {
      fields.write(out, field, value);
    }
  }
}
