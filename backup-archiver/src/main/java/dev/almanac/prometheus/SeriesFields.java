package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.io.IOException;

/** The fields of {@code prometheus.TimeSeries} that both directions of the wire write. */
final class SeriesFields {

  static final int LABELS = 1;
  static final int SAMPLES = 2;
  static final int HISTOGRAMS = 4;

  private SeriesFields() {}

  static int labelBytes(Labels labels) {
    int bytes = 0;
    for (int i = 0; i < labels.size(); i++) {
      int pair =
          CodedOutputStream.computeStringSize(1, labels.name(i))
              + CodedOutputStream.computeStringSize(2, labels.value(i));
      bytes += 1 + CodedOutputStream.computeUInt32SizeNoTag(pair) + pair;
    }
    return bytes;
  }

  static void writeLabels(CodedOutputStream out, Labels labels) throws IOException {
    for (int i = 0; i < labels.size(); i++) {
      Wire.pair(out, LABELS, labels.name(i), labels.value(i));
    }
  }

  static int floatBytes(FloatRun run) {
    int bytes = 2 * run.size(); // tag and length, which is below 128
    for (int i = 0; i < run.size(); i++) {
      bytes += sampleBytes(run.timestamps[i], run.valueBits[i]);
    }
    return bytes;
  }

  /** Fields with the default value are left out; the bits decide, for -0 equals 0. */
  private static int sampleBytes(long timestamp, long bits) {
    return (bits == 0 ? 0 : 9)
        + (timestamp == 0 ? 0 : CodedOutputStream.computeInt64Size(2, timestamp));
  }

  static void writeFloats(CodedOutputStream out, FloatRun run) throws IOException {
    for (int i = 0; i < run.size(); i++) {
      long bits = run.valueBits[i];
      long timestamp = run.timestamps[i];
      out.writeTag(SAMPLES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
      out.writeUInt32NoTag(sampleBytes(timestamp, bits));
      if (bits != 0) {
        out.writeFixed64(1, bits);
      }
      if (timestamp != 0) {
        out.writeInt64(2, timestamp);
      }
    }
  }
}
