package dev.almanac.tsdb.chunk;

import dev.almanac.tsdb.file.CorruptBlockException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads a chunk's data bit by bit, the highest bit of each byte first. Every read is checked
 * against the end of the data, save {@link #word}, whose users check for themselves.
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/varbit.go">tsdb/chunkenc/varbit.go</a>
 */
final class BitReader {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /**
   * How many bytes behind the data must exist: the longest float sample takes 145 bits, which may
   * be read before its end is compared with the data's, and {@link #word} looks 9 bytes ahead.
   */
  static final int SLACK = 32;

  /** Bit positions are ints: data beyond this is copied to the front of an array of its own. */
  private static final int MAX_END = (Integer.MAX_VALUE >>> 3) - SLACK;

  /** How many bits follow a prefix of this many ones. */
  private static final int[] VARBIT_WIDTH = {0, 3, 6, 9, 12, 18, 25, 56, 64};

  private RawChunk chunk;
  private byte[] scratch = new byte[0];
  byte[] data;

  /** The next bit to read, counted from the front of the array. */
  int position;

  /** The first bit after the data. */
  int end;

  /** Begins to read behind the header of the chunk. */
  void reset(RawChunk chunk, int headerBytes) {
    this.chunk = chunk;
    int from = chunk.offset();
    int until = from + chunk.length();
    if (chunk.length() < headerBytes) {
      throw chunk.corrupt(
          "chunk data with a header of " + headerBytes + " bytes", chunk.length() + " bytes");
    }
    data = chunk.data();
    if (data.length - until < SLACK || until > MAX_END) {
      if (scratch.length < chunk.length() + SLACK) {
        scratch = new byte[chunk.length() + SLACK];
      }
      System.arraycopy(data, from, scratch, 0, chunk.length());
      data = scratch;
      from = 0;
      until = chunk.length();
    }
    position = (from + headerBytes) << 3;
    end = until << 3;
  }

  int remaining() {
    return end - position;
  }

  /** The 64 bits from this position on, whatever lies behind the data included. */
  static long word(byte[] data, int position) {
    int at = position >>> 3;
    int shift = position & 7;
    return (long) LONG.get(data, at) << shift | (data[at + 8] & 0xff) >>> (8 - shift);
  }

  /** The next 1 to 64 bits, unsigned. */
  long bits(int width) {
    long bits = word(data, position) >>> (64 - width);
    skip(width);
    return bits;
  }

  void skip(int width) {
    position += width;
    if (position > end) {
      throw endsEarly();
    }
  }

  /** What {@code encoding/binary} of Go calls uvarint; it need not begin at a byte. */
  long uvarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      long next = bits(8);
      if (shift == 63 && next > 1) {
        break;
      }
      value |= (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw chunk.corrupt("a varint of at most 64 bits", "a longer one");
  }

  /** The same for signed numbers, zigzag. */
  long varint() {
    long value = uvarint();
    return (value >>> 1) ^ -(value & 1);
  }

  long varbitUint() {
    int width = varbitWidth();
    return width == 0 ? 0 : bits(width);
  }

  long varbitInt() {
    int width = varbitWidth();
    return width == 0 ? 0 : signed(bits(width), width);
  }

  private int varbitWidth() {
    int ones = Math.min(8, Long.numberOfLeadingZeros(~word(data, position)));
    skip(Math.min(8, ones + 1));
    return VARBIT_WIDTH[ones];
  }

  /** Undoes Prometheus's range of n bits: from -(2ⁿ⁻¹ - 1) to 2ⁿ⁻¹, not the usual one. */
  static long signed(long bits, int width) {
    int unused = 64 - width;
    return width == 64 ? bits : ((bits - 1) << unused >> unused) + 1;
  }

  CorruptBlockException endsEarly() {
    return chunk.corrupt(
        "data for " + ChunkDecoder.sampleCount(chunk) + " samples",
        "an end after " + chunk.length() + " bytes");
  }

  CorruptBlockException corrupt(String expected, String found) {
    return chunk.corrupt(expected, found);
  }

  CorruptBlockException notAscending(int sample, long previous, long timestamp) {
    return chunk.corrupt(
        "a timestamp after " + previous + " for sample " + sample, Long.toString(timestamp));
  }

  CorruptBlockException badWindow(int leading, int significant) {
    return chunk.corrupt(
        "leading zeros and significant bits that make at most 64", leading + " and " + significant);
  }
}
