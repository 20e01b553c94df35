package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.CounterReset;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import java.io.IOException;
import java.util.List;

/** The message {@code prometheus.Histogram}: one native-histogram sample. */
final class HistogramMessage {

  static final int COUNT_INT = 1;
  static final int COUNT_FLOAT = 2;
  static final int SUM = 3;
  static final int SCHEMA = 4;
  static final int ZERO_THRESHOLD = 5;
  static final int ZERO_COUNT_INT = 6;
  static final int ZERO_COUNT_FLOAT = 7;
  static final int NEGATIVE_SPANS = 8;
  static final int NEGATIVE_DELTAS = 9;
  static final int NEGATIVE_COUNTS = 10;
  static final int POSITIVE_SPANS = 11;
  static final int POSITIVE_DELTAS = 12;
  static final int POSITIVE_COUNTS = 13;
  static final int RESET_HINT = 14;
  static final int TIMESTAMP = 15;
  static final int CUSTOM_VALUES = 16;

  /** Reset hints by their number on the wire; it differs from that in a chunk. */
  static final List<CounterReset> RESET_HINTS =
      List.of(CounterReset.UNKNOWN, CounterReset.RESET, CounterReset.NOT_RESET, CounterReset.GAUGE);

  private HistogramMessage() {}

  /**
   * Writes one sample of a run.
   *
   * @param hint what is said of a counter reset between the sample before and this one
   */
  static void write(CodedOutputStream out, HistogramRun run, int sample, CounterReset hint)
      throws IOException {
    HistogramLayout layout = run.layout();
    // Members of a oneof are written even where they are zero: they tell integers from floats.
    if (run.floatCounts()) {
      out.writeFixed64(COUNT_FLOAT, run.counts[sample]);
      out.writeFixed64(ZERO_COUNT_FLOAT, run.zeroCounts[sample]);
    } else {
      out.writeUInt64(COUNT_INT, run.counts[sample]);
      out.writeUInt64(ZERO_COUNT_INT, run.zeroCounts[sample]);
    }
    out.writeFixed64(SUM, run.sumBits[sample]);
    out.writeSInt32(SCHEMA, layout.schema());
    out.writeFixed64(ZERO_THRESHOLD, layout.zeroThresholdBits());
    int negative = layout.negativeBuckets();
    int positive = layout.positiveBuckets();
    writeSpans(out, NEGATIVE_SPANS, layout.negativeSpans());
    writeSpans(out, POSITIVE_SPANS, layout.positiveSpans());
    if (run.floatCounts()) {
      writeFixed(out, NEGATIVE_COUNTS, run.negative, sample * negative, negative);
      writeFixed(out, POSITIVE_COUNTS, run.positive, sample * positive, positive);
    } else {
      writeDeltas(out, NEGATIVE_DELTAS, run.negative, sample * negative, negative);
      writeDeltas(out, POSITIVE_DELTAS, run.positive, sample * positive, positive);
    }
    out.writeEnum(RESET_HINT, RESET_HINTS.indexOf(hint));
    out.writeInt64(TIMESTAMP, run.timestamps[sample]);
    writeFixed(out, CUSTOM_VALUES, layout.customBounds(), 0, layout.customBounds().length);
  }

  private static void writeSpans(CodedOutputStream out, int field, int[] spans) throws IOException {
    for (int i = 0; i < spans.length; i += 2) {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(
          CodedOutputStream.computeSInt32Size(1, spans[i])
              + CodedOutputStream.computeUInt32Size(2, spans[i + 1]));
      out.writeSInt32(1, spans[i]);
      out.writeUInt32(2, spans[i + 1]);
    }
  }

  /** Packed raw bits of doubles. */
  private static void writeFixed(CodedOutputStream out, int field, long[] bits, int from, int size)
      throws IOException {
    if (size > 0) {
      out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(size * Long.BYTES);
      for (int i = from; i < from + size; i++) {
        out.writeFixed64NoTag(bits[i]);
      }
    }
  }

  /** Packed differences from bucket to bucket. */
  private static void writeDeltas(
      CodedOutputStream out, int field, long[] counts, int from, int size) throws IOException {
    if (size > 0) {
      Wire.message(
          out,
          field,
          deltas -> {
            long previous = 0;
            for (int i = from; i < from + size; i++) {
              deltas.writeSInt64NoTag(counts[i] - previous);
              previous = counts[i];
            }
          });
    }
  }
}
