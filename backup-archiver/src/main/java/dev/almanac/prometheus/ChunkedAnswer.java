package dev.almanac.prometheus;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * An answer in the form {@link ReadForm#CHUNKS}: frames of a length as uvarint, a CRC-32C
 * big-endian and a message {@code ChunkedReadResponse}. A frame holds one series, or a part of one:
 * Prometheus as a client looks at no more than the first series of a frame.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/storage/remote/chunked.go">storage/remote/chunked.go</a>
 */
public final class ChunkedAnswer implements FieldSink {

  /** What Prometheus's own server does not exceed, single chunks that are larger aside. */
  static final int FRAME_BYTES = 1 << 20;

  private static final int SERIES = 1;
  private static final int QUERY_INDEX = 2;

  private final OutputStream to;
  private final CRC32C crc = new CRC32C();
  private final FieldBuffer labels = new FieldBuffer();
  private final FieldBuffer chunks = new FieldBuffer();
  private final FieldBuffer message = new FieldBuffer();
  private long query;
  private boolean begun;

  /**
   * @param to stays its owner's to close
   */
  public ChunkedAnswer(OutputStream to) {
    this.to = to;
  }

  /** Begins the next series of the answer to the query with this index. */
  public void startSeries(int ofQuery, Labels ofSeries) throws IOException {
    query = ofQuery;
    labels.reset();
    CodedOutputStream out = CodedOutputStream.newInstance(labels);
    SeriesFields.writeLabels(out, ofSeries);
    out.flush();
    begun = false;
  }

  /** Adds chunks, each of them whole, to the series. */
  @Override
  public void write(byte[] fields, int offset, int length) throws IOException {
    int at = offset;
    while (at < offset + length) {
      int next = endOfField(fields, at);
      if (chunks.size() > 0 && labels.size() + chunks.size() + next - at > FRAME_BYTES) {
        endFrame();
      }
      chunks.write(fields, at, next - at);
      at = next;
    }
  }

  /** Where the chunk ends that begins here: behind a tag of one byte, its length and itself. */
  private static int endOfField(byte[] fields, int start) {
    int at = start + 1;
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = fields[at++];
      length |= (next & 0x7F) << shift;
      if (next >= 0) {
        return at + length;
      }
    }
  }

  /** Ends the series. */
  public void endSeries() throws IOException {
    if (chunks.size() > 0 || !begun) {
      endFrame();
    }
  }

  private void endFrame() throws IOException {
    message.reset();
    CodedOutputStream out = CodedOutputStream.newInstance(message);
    out.writeTag(SERIES, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(labels.size() + chunks.size());
    out.writeRawBytes(labels.array(), 0, labels.size());
    out.writeRawBytes(chunks.array(), 0, chunks.size());
    if (query != 0) {
      out.writeInt64(QUERY_INDEX, query);
    }
    out.flush();
    crc.reset();
    crc.update(message.array(), 0, message.size());
    writeHead(message.size(), (int) crc.getValue());
    to.write(message.array(), 0, message.size());
    chunks.reset();
    begun = true;
  }

  private void writeHead(int length, int checksum) throws IOException {
    int rest = length;
    for (; rest >= 0x80; rest >>>= 7) {
      to.write((rest & 0x7F) | 0x80);
    }
    to.write(rest);
    for (int shift = 24; shift >= 0; shift -= 8) {
      to.write(checksum >>> shift);
    }
  }
}
