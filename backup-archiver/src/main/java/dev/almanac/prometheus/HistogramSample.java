package dev.almanac.prometheus;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import java.io.IOException;
import java.util.Arrays;

/** One native-histogram sample as it comes in a {@code prometheus.Histogram} message. */
final class HistogramSample {

  /** More than all buckets a double can fall into at the finest resolution. */
  private static final int MAX_BUCKETS = 1 << 20;

  private final Numbers negativeSpans = new Numbers();
  private final Numbers positiveSpans = new Numbers();
  private final Numbers negative = new Numbers();
  private final Numbers positive = new Numbers();
  private final Numbers customBounds = new Numbers();

  private long timestamp;
  private long count;
  private long zeroCount;
  private long sumBits;
  private boolean floatCounts;
  private CounterReset counterReset;
  private HistogramLayout layout;

  long timestamp() {
    return timestamp;
  }

  /** Reads a message up to the stream's limit. */
  void read(CodedInputStream in) throws IOException {
    clear();
    int schema = 0;
    long zeroThresholdBits = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (tag >>> 3) {
        case HistogramMessage.COUNT_INT -> count = in.readUInt64();
        case HistogramMessage.COUNT_FLOAT -> {
          count = in.readFixed64();
          floatCounts = true;
        }
        case HistogramMessage.SUM -> sumBits = in.readFixed64();
        case HistogramMessage.SCHEMA -> schema = in.readSInt32();
        case HistogramMessage.ZERO_THRESHOLD -> zeroThresholdBits = in.readFixed64();
        case HistogramMessage.ZERO_COUNT_INT -> zeroCount = in.readUInt64();
        case HistogramMessage.ZERO_COUNT_FLOAT -> zeroCount = in.readFixed64();
        case HistogramMessage.NEGATIVE_SPANS -> negativeSpans.addSpan(in);
        case HistogramMessage.NEGATIVE_DELTAS -> negative.addDeltas(in, tag);
        case HistogramMessage.NEGATIVE_COUNTS -> negative.addFixed(in, tag);
        case HistogramMessage.POSITIVE_SPANS -> positiveSpans.addSpan(in);
        case HistogramMessage.POSITIVE_DELTAS -> positive.addDeltas(in, tag);
        case HistogramMessage.POSITIVE_COUNTS -> positive.addFixed(in, tag);
        case HistogramMessage.RESET_HINT -> counterReset = hint(in.readEnum());
        case HistogramMessage.TIMESTAMP -> timestamp = in.readInt64();
        case HistogramMessage.CUSTOM_VALUES -> customBounds.addFixed(in, tag);
        default -> in.skipField(tag);
      }
    }
    layout =
        new HistogramLayout(
            schema,
            zeroThresholdBits,
            positiveSpans.toInts(),
            negativeSpans.toInts(),
            customBounds.toArray());
    checkBuckets("positive", positiveSpans, positive);
    checkBuckets("negative", negativeSpans, negative);
  }

  private void clear() {
    timestamp = 0;
    count = 0;
    zeroCount = 0;
    sumBits = 0;
    floatCounts = false;
    counterReset = CounterReset.UNKNOWN;
    for (Numbers numbers :
        new Numbers[] {negativeSpans, positiveSpans, negative, positive, customBounds}) {
      numbers.size = 0;
      numbers.last = 0;
    }
  }

  private static CounterReset hint(int number) throws IOException {
    if (number < 0 || number >= HistogramMessage.RESET_HINTS.size()) {
      throw new InvalidProtocolBufferException("reset hint " + number + " of a histogram");
    }
    return HistogramMessage.RESET_HINTS.get(number);
  }

  private static void checkBuckets(String side, Numbers spans, Numbers counts) throws IOException {
    long buckets = 0;
    for (int i = 1; i < spans.size; i += 2) {
      buckets += spans.values[i] & 0xFFFF_FFFFL;
    }
    if (buckets != counts.size) {
      throw new InvalidProtocolBufferException(
          "a histogram with " + counts.size + " " + side + " buckets in spans for " + buckets);
    }
  }

  /** Whether the sample can follow those of the run as if all were of one chunk. */
  boolean follows(HistogramRun run) {
    boolean gauge = counterReset == CounterReset.GAUGE;
    return floatCounts == run.floatCounts()
        && (gauge ? run.counterReset() == counterReset : counterReset == CounterReset.NOT_RESET)
        && gauge == (run.counterReset() == CounterReset.GAUGE)
        && layout.equals(run.layout())
        && (run.size() + 1L) * (positive.size + negative.size) <= MAX_BUCKETS;
  }

  /** Makes the sample the first of the run. */
  void begin(HistogramRun run) {
    run.setEncoding(floatCounts ? ChunkEncoding.FLOAT_HISTOGRAM : ChunkEncoding.HISTOGRAM);
    run.setLayout(layout);
    run.setCounterReset(counterReset);
    run.setSize(0);
    append(run);
  }

  /** Adds the sample to a run that it {@linkplain #follows follows}. */
  void append(HistogramRun run) {
    int at = run.size();
    run.ensureCapacity(at + 1);
    run.timestamps[at] = timestamp;
    run.counts[at] = count;
    run.zeroCounts[at] = zeroCount;
    run.sumBits[at] = sumBits;
    System.arraycopy(positive.values, 0, run.positive, at * positive.size, positive.size);
    System.arraycopy(negative.values, 0, run.negative, at * negative.size, negative.size);
    run.setSize(at + 1);
  }

  /** A repeated field's numbers; it comes packed, or one by one. */
  private static final class Numbers {

    private long[] values = new long[16];
    private int size;
    private long last;

    private void add(long value) throws IOException {
      if (size == MAX_BUCKETS) {
        throw new InvalidProtocolBufferException(
            "a histogram of more than " + MAX_BUCKETS + " buckets");
      }
      if (size == values.length) {
        values = Arrays.copyOf(values, 2 * size);
      }
      values[size++] = value;
    }

    private void addDelta(CodedInputStream in) throws IOException {
      last += in.readSInt64();
      add(last);
    }

    void addDeltas(CodedInputStream in, int tag) throws IOException {
      if (tag != Wire.lengthDelimited(tag >>> 3)) {
        addDelta(in);
        return;
      }
      int outer = in.pushLimit(in.readRawVarint32());
      while (!in.isAtEnd()) {
        addDelta(in);
      }
      in.popLimit(outer);
    }

    void addFixed(CodedInputStream in, int tag) throws IOException {
      if (tag != Wire.lengthDelimited(tag >>> 3)) {
        add(in.readFixed64());
        return;
      }
      int outer = in.pushLimit(in.readRawVarint32());
      while (!in.isAtEnd()) {
        add(in.readFixed64());
      }
      in.popLimit(outer);
    }

    void addSpan(CodedInputStream in) throws IOException {
      int offset = 0;
      int length = 0;
      int outer = in.pushLimit(in.readRawVarint32());
      for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
        if (tag == Wire.varint(1)) {
          offset = in.readSInt32();
        } else if (tag == Wire.varint(2)) {
          length = in.readUInt32();
        } else {
          in.skipField(tag);
        }
      }
      in.popLimit(outer);
      add(offset);
      add(length);
    }

    int[] toInts() {
      int[] ints = new int[size];
      for (int i = 0; i < size; i++) {
        ints[i] = (int) values[i];
      }
      return ints;
    }

    long[] toArray() {
      return Arrays.copyOf(values, size);
    }
  }
}
