package dev.almanac.archive;

/**
 * The encodings of Parquet that the archive uses, decoded into arrays.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet
 *     encodings</a>
 */
final class PageDecoder {

  private PageDecoder() {}

  static void plain(PageInput in, int width, int count, long[] into) throws MalformedPageException {
    int from = in.take((long) count * width);
    for (int i = 0; i < count; i++) {
      into[i] =
          width == Long.BYTES
              ? (long) Bytes.LONG.get(in.bytes, from + i * Long.BYTES)
              : (int) Bytes.INT.get(in.bytes, from + i * Integer.BYTES);
    }
  }

  static void flags(PageInput in, int count, long[] into) throws MalformedPageException {
    int from = in.take((count + 7) >> 3);
    for (int i = 0; i < count; i++) {
      into[i] = (in.bytes[from + (i >> 3)] >> (i & 7)) & 1;
    }
  }

  static void byteStreamSplit(PageInput in, int count, long[] into) throws MalformedPageException {
    int from = in.take((long) count * Long.BYTES);
    for (int i = 0; i < count; i++) {
      long value = 0;
      for (int plane = 0; plane < Long.BYTES; plane++) {
        value |= (in.bytes[from + plane * count + i] & 0xFFL) << (plane * Byte.SIZE);
      }
      into[i] = value;
    }
  }

  static void delta(PageInput in, int count, long[] into) throws MalformedPageException {
    int blockValues = in.nextVarInt();
    int miniblocks = in.nextVarInt();
    int total = in.nextVarInt();
    if (total != count) {
      throw new MalformedPageException(count + " values expected, " + total + " packed");
    }
    if (miniblocks < 1 || blockValues % miniblocks != 0 || blockValues / miniblocks % 32 != 0) {
      throw new MalformedPageException(
          "blocks of " + blockValues + " values in " + miniblocks + " miniblocks");
    }
    int perMiniblock = blockValues / miniblocks;
    long value = in.nextZigZag();
    if (count > 0) {
      into[0] = value;
    }
    int at = 1;
    while (at < count) {
      long minDelta = in.nextZigZag();
      int widths = in.take(miniblocks);
      for (int miniblock = 0; miniblock < miniblocks && at < count; miniblock++) {
        int width = in.bytes[widths + miniblock] & 0xFF;
        if (width > Long.SIZE) {
          throw new MalformedPageException("a miniblock of " + width + " bits");
        }
        int from = in.take((long) perMiniblock / Byte.SIZE * width);
        int until = Math.min(count, at + perMiniblock);
        for (long bit = 0; at < until; at++, bit += width) {
          value += minDelta + (width == 0 ? 0 : in.bits(from, bit, width));
          into[at] = value;
        }
      }
    }
  }

  /** Levels or dictionary indices. */
  static void hybrid(PageInput in, int width, int count, int most, long[] into)
      throws MalformedPageException {
    if (width > Integer.SIZE) {
      throw new MalformedPageException("indices of " + width + " bits");
    }
    int at = 0;
    while (at < count) {
      int header = in.nextVarInt();
      int length = header >>> 1;
      if (length == 0) {
        throw new MalformedPageException("an empty run");
      }
      if ((header & 1) == 0) {
        int until = (int) Math.min(count, (long) at + length);
        long value = in.bits(in.take((width + 7) >> 3), 0, width);
        check(value, most);
        java.util.Arrays.fill(into, at, until, value);
        at = until;
      } else {
        int until = (int) Math.min(count, at + (long) length * 8);
        int from = in.take(Math.min((long) length * width, ((long) (until - at) * width + 7) >> 3));
        for (long bit = 0; at < until; at++, bit += width) {
          into[at] = width == 0 ? 0 : in.bits(from, bit, width);
          check(into[at], most);
        }
      }
    }
  }

  private static void check(long value, int most) throws MalformedPageException {
    if (value < 0 || value > most) {
      throw new MalformedPageException(
          "a level or index of " + value + " where " + most + " is the highest");
    }
  }

  static void strings(PageInput in, int count, byte[][] into) throws MalformedPageException {
    for (int i = 0; i < count; i++) {
      int length = in.nextInt();
      int from = in.take(length);
      into[i] = java.util.Arrays.copyOfRange(in.bytes, from, from + length);
    }
  }
}
