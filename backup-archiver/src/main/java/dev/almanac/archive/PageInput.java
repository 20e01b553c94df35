package dev.almanac.archive;

/**
 * A part of a page while it is decoded. The array is longer than the part, so that eight bytes can
 * be fetched from any place within it.
 */
final class PageInput {

  /** How much longer the array is. */
  static final int PADDING = 16;

  final byte[] bytes;
  final int end;
  int position;

  PageInput(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.position = from;
    this.end = end;
  }

  int remaining() {
    return end - position;
  }

  int nextByte() throws MalformedPageException {
    need(1);
    return bytes[position++] & 0xFF;
  }

  /** Moves past this many bytes and returns where they begin. */
  int take(long count) throws MalformedPageException {
    need(count);
    int from = position;
    position += (int) count;
    return from;
  }

  private void need(long count) throws MalformedPageException {
    if (count < 0 || count > remaining()) {
      throw new MalformedPageException(count + " bytes wanted where " + remaining() + " are left");
    }
  }

  int nextInt() throws MalformedPageException {
    return (int) Bytes.INT.get(bytes, take(Integer.BYTES));
  }

  long nextVarLong() throws MalformedPageException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int b = nextByte();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new MalformedPageException("a varint of more than ten bytes");
  }

  int nextVarInt() throws MalformedPageException {
    long value = nextVarLong();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedPageException("a length of " + value);
    }
    return (int) value;
  }

  long nextZigZag() throws MalformedPageException {
    long value = nextVarLong();
    return (value >>> 1) ^ -(value & 1);
  }

  /** Reads {@code width} bits that begin {@code bit} bits after {@code from}. */
  long bits(int from, long bit, int width) {
    int at = from + (int) (bit >>> 3);
    int shift = (int) (bit & 7);
    long value = (long) Bytes.LONG.get(bytes, at) >>> shift;
    if (shift + width > Long.SIZE) {
      value |= (long) bytes[at + Long.BYTES] << (Long.SIZE - shift);
    }
    return width == Long.SIZE ? value : value & ((1L << width) - 1);
  }
}
