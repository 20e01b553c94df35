package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.xerial.snappy.Snappy;

/**
 * Samples on their way to a Prometheus: the message {@code prometheus.WriteRequest} of remote write
 * 1.0. Not safe for use by several threads.
 *
 * <p>The receiver expects each series once, its samples in order of time. {@link Labels} are sorted
 * and unique by construction, as the protocol asks.
 *
 * @see <a href="https://prometheus.io/docs/specs/prw/remote_write_spec/">Remote write 1.0</a>
 * @see <a href="https://github.com/prometheus/prometheus/blob/main/prompb/types.proto">types.proto
 *     for the messages</a>
 */
public final class WriteRequest {

  private static final int TIMESERIES = 1;
  private static final int LABELS = 1;
  private static final int SAMPLES = 2;
  private static final int HISTOGRAMS = 4;

  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private final CodedOutputStream out = CodedOutputStream.newInstance(message);
  private long samples;

  /** Adds all samples of a run to the message. The run may be reused afterwards. */
  public WriteRequest add(Labels labels, Run run) {
    try {
      if (run instanceof FloatRun floats) {
        out.writeTag(TIMESERIES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
        out.writeUInt32NoTag(labelBytes(labels) + floatBytes(floats));
        writeLabels(out, labels);
        writeFloats(out, floats);
      } else {
        Wire.message(
            out,
            TIMESERIES,
            series -> {
              writeLabels(series, labels);
              writeHistograms(series, (HistogramRun) run);
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
    samples += run.size();
    return this;
  }

  /** How many samples the message holds. */
  public long samples() {
    return samples;
  }

  /** The message as it travels. */
  byte[] compressed() {
    try {
      out.flush();
      return Snappy.compress(message.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
  }

  private static int labelBytes(Labels labels) {
    int bytes = 0;
    for (int i = 0; i < labels.size(); i++) {
      int pair =
          CodedOutputStream.computeStringSize(1, labels.name(i))
              + CodedOutputStream.computeStringSize(2, labels.value(i));
      bytes += 1 + CodedOutputStream.computeUInt32SizeNoTag(pair) + pair;
    }
    return bytes;
  }

  private static void writeLabels(CodedOutputStream out, Labels labels) throws IOException {
    for (int i = 0; i < labels.size(); i++) {
      Wire.pair(out, LABELS, labels.name(i), labels.value(i));
    }
  }

  private static int floatBytes(FloatRun run) {
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

  private static void writeFloats(CodedOutputStream out, FloatRun run) throws IOException {
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

  private static void writeHistograms(CodedOutputStream out, HistogramRun run) throws IOException {
    for (int i = 0; i < run.size(); i++) {
      int sample = i;
      Wire.message(out, HISTOGRAMS, histogram -> HistogramMessage.write(histogram, run, sample));
    }
  }
}
