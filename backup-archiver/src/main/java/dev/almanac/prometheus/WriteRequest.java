package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
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
  private static final int LEAST_BYTES = 4096;

  /** A tag and a length. */
  private static final int HEAD_BYTES = 6;

  private byte[] message = new byte[LEAST_BYTES];

  /** Writes into the message, behind what was in it when it last grew. */
  private CodedOutputStream out = CodedOutputStream.newInstance(message);

  private int before;
  private long samples;

  /** Room for the most that a message may take when compressed; used again. */
  private byte[] scratch = new byte[0];

  /** Adds all samples of a run to the message. The run may be reused afterwards. */
  public WriteRequest add(Labels labels, Run run) {
    try {
      if (run instanceof FloatRun floats) {
        // Not made anew: labels of many samples cost more to encode than all the rest.
        byte[] fields = labels.fields();
        begin(fields.length + SeriesFields.floatBytes(floats));
        out.writeRawBytes(fields);
        SeriesFields.writeFloats(out, floats);
      } else {
        byte[] series =
            Wire.bytes(
                content -> {
                  SeriesFields.writeLabels(content, labels);
                  writeHistograms(content, (HistogramRun) run);
                });
        begin(series.length);
        out.writeRawBytes(series);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
    samples += run.size();
    return this;
  }

  /** Begins the message of a series, so long, for which there is room then. */
  private void begin(int length) throws IOException {
    if (out.spaceLeft() < HEAD_BYTES + length) {
      before = size();
      message =
          Arrays.copyOf(
              message, Math.max(2 * message.length, Math.addExact(before + HEAD_BYTES, length)));
      out = CodedOutputStream.newInstance(message, before, message.length - before);
    }
    out.writeTag(TIMESERIES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }

  private int size() {
    return before + out.getTotalBytesWritten();
  }

  /** Makes it an empty message again, whose memory is used for the next samples. */
  public void clear() {
    before = 0;
    out = CodedOutputStream.newInstance(message);
    samples = 0;
  }

  /** How many samples the message holds. */
  public long samples() {
    return samples;
  }

  /** The message as it travels. */
  byte[] compressed() {
    try {
      int most = Snappy.maxCompressedLength(size());
      scratch = most <= scratch.length ? scratch : new byte[most];
      int length = Snappy.compress(message, 0, size(), scratch, 0);
      // An array of its own: who gave up on an answer may still be sending it.
      return Arrays.copyOf(scratch, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: everything is in memory
    }
  }

  private static void writeHistograms(CodedOutputStream out, HistogramRun run) throws IOException {
    for (int i = 0; i < run.size(); i++) {
      int sample = i;
      Wire.message(
          out,
          SeriesFields.HISTOGRAMS,
          histogram -> HistogramMessage.write(histogram, run, sample, run.counterReset()));
    }
  }
}
