package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * An answer in the form {@link ReadForm#SAMPLES}, written without being held in memory. Protobuf
 * puts the length of a message before it, so every length has to be known first: that of a series
 * is {@link #seriesBytes}, that of a query's result the sum over its series.
 */
public final class SampledAnswer implements AutoCloseable, FieldSink {

  private static final int RESULTS = 1;
  private static final int TIMESERIES = 1;

  private final SnappyStream snappy;
  private final CodedOutputStream out;

  /**
   * @param to stays its owner's to close
   * @param results the length of each query's result, in order
   * @throws IllegalArgumentException where they are more than snappy can hold
   */
  public SampledAnswer(OutputStream to, List<Long> results) throws IOException {
    snappy = new SnappyStream(to, answerBytes(results));
    out = CodedOutputStream.newInstance(snappy);
  }

  /** How long the answer is before compression. */
  private static long answerBytes(List<Long> results) {
    return results.stream().mapToLong(result -> 1 + lengthBytes(result) + result).sum();
  }

  /** How many bytes a series adds to its result. */
  public static long seriesBytes(Labels labels, long fieldBytes) {
    long message = SeriesFields.labelBytes(labels) + fieldBytes;
    return 1 + lengthBytes(message) + message;
  }

  private static int lengthBytes(long length) {
    return CodedOutputStream.computeUInt64SizeNoTag(length);
  }

  /** Begins the next query's result. */
  public void startResult(long bytes) throws IOException {
    out.writeTag(RESULTS, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(bytes);
  }

  /** Begins the next series, of whose fields so many bytes are going to follow. */
  public void startSeries(Labels labels, long fieldBytes) throws IOException {
    out.writeTag(TIMESERIES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt64NoTag(SeriesFields.labelBytes(labels) + fieldBytes);
    SeriesFields.writeLabels(out, labels);
  }

  /** Adds fields to the series. */
  @Override
  public void write(byte[] fields, int offset, int length) throws IOException {
    out.writeRawBytes(fields, offset, length);
  }

  /** Ends the answer. */
  @Override
  public void close() throws IOException {
    out.flush();
    snappy.close();
  }
}
