package dev.almanac.tsdb.chunk;

/**
 * When each sample's counter began to count, as encodings 4 to 6 put it behind every sample.
 * Nothing is written while start timestamps do not change, which the header byte tells: its highest
 * bit says whether the first sample has one, the others from which sample on they are written, 0
 * for none.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/st.go">tsdb/chunkenc/st.go</a>
 */
final class StartTimestamps {

  private static final int FIRST_KNOWN = 0x80;

  /** From this sample on start timestamps are written, change or not: no later one fits 7 bits. */
  private static final int LAST_CHANGE = 0x7f;

  private int header;
  private long start;

  /** How far the last written start timestamp lies before the timestamp of the sample before. */
  private long distance;

  /** Begins a chunk with this header byte, 0 to write one. */
  void reset(int headerByte) {
    header = headerByte & 0xff;
    start = 0;
    distance = 0;
  }

  /** The header byte that belongs to what was written. */
  byte header() {
    return (byte) header;
  }

  private int firstChange() {
    return header & LAST_CHANGE;
  }

  /** The start timestamp of the sample with this index, 0 where unknown. */
  long read(BitReader in, int sample, long previous, long timestamp) {
    if (sample == 0) {
      if ((header & FIRST_KNOWN) != 0) {
        start = timestamp - in.varint();
      }
    } else if (firstChange() > 0 && sample >= firstChange()) {
      long read = in.varbitInt();
      distance = sample == firstChange() ? read : distance + read;
      start = previous - distance;
    }
    return start;
  }

  void write(BitWriter out, int sample, long previous, long timestamp, long newStart) {
    if (sample == 0) {
      if (newStart != 0) {
        out.varint(timestamp - newStart);
        header |= FIRST_KNOWN;
      }
    } else if (firstChange() > 0) {
      long newDistance = previous - newStart;
      out.varbitInt(newDistance - distance);
      distance = newDistance;
    } else if (newStart != start || sample == LAST_CHANGE) {
      distance = previous - newStart;
      out.varbitInt(distance);
      header |= sample;
    }
    start = newStart;
  }
}
