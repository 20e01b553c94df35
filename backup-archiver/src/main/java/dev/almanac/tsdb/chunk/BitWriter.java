package dev.almanac.tsdb.chunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Writes a chunk's data bit by bit into a buffer that grows and is used again: what {@link
 * BitReader} reads.
 */
final class BitWriter {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[2048];
  private int length;

  /** Bits not yet in the buffer, from the highest on. */
  private long pending;

  /** How many bits of {@link #pending} are free, 1 to 64. */
  private int free = 64;

  private boolean wholeByteLast;

  /** How many bits the last field had. */
  private int lastWidth;

  void reset() {
    length = 0;
    pending = 0;
    free = 64;
  }

  /** Writes the lowest 1 to 64 bits of the value. */
  void bits(long value, int width) {
    lastWidth = width;
    long bits = value << (64 - width);
    pending |= bits >>> (64 - free);
    if (width < free) {
      free -= width;
      return;
    }
    LONG.set(room(), length, pending);
    length += Long.BYTES;
    int left = width - free;
    pending = left == 0 ? 0 : bits << free;
    free = 64 - left;
  }

  private byte[] room() {
    if (bytes.length - length < Long.BYTES) {
      bytes = Arrays.copyOf(bytes, 2 * bytes.length);
    }
    return bytes;
  }

  /** What {@code encoding/binary} of Go calls uvarint; it need not begin at a byte. */
  void uvarint(long value) {
    long rest = value;
    while (rest >>> 7 != 0) {
      bits(rest | 0x80, 8);
      rest >>>= 7;
    }
    bits(rest, 8);
  }

  /** The same for signed numbers, zigzag. */
  void varint(long value) {
    uvarint(value << 1 ^ value >> 63);
  }

  void varbitUint(long value) {
    varbit(value, 64 - Long.numberOfLeadingZeros(value));
  }

  void varbitInt(long value) {
    varbit(value, signedWidth(value));
  }

  /** Prefixes of ones, ended by a zero but for the longest, say how many bits follow. */
  private void varbit(long value, int width) {
    if (width == 0) {
      bits(0, 1);
    } else if (width <= 3) {
      prefixed(0b10, 2, value, 3);
    } else if (width <= 6) {
      prefixed(0b110, 3, value, 6);
    } else if (width <= 9) {
      prefixed(0b1110, 4, value, 9);
    } else if (width <= 12) {
      prefixed(0b11110, 5, value, 12);
    } else if (width <= 18) {
      prefixed(0b111110, 6, value, 18);
    } else if (width <= 25) {
      prefixed(0b1111110, 7, value, 25);
    } else if (width <= 56) {
      prefixed(0b11111110, 8, value, 56);
    } else {
      bits(0b11111111, 8);
      bits(value, 64);
    }
  }

  /** Writes a prefix and the lowest bits of a value, at most 64 together. */
  void prefixed(long prefix, int prefixWidth, long value, int width) {
    bits(prefix << width | (value & ((1L << width) - 1)), prefixWidth + width);
    lastWidth = width;
  }

  /**
   * The fewest bits that hold the value in Prometheus's asymmetric range, which for n bits goes
   * from -(2ⁿ⁻¹ - 1) to 2ⁿ⁻¹; 0 for 0.
   */
  static int signedWidth(long value) {
    if (value == 0) {
      return 0;
    }
    long magnitude = value > 0 ? value - 1 : -value;
    return 65 - Long.numberOfLeadingZeros(magnitude);
  }

  /** Ends the data, filling up the last byte with zeros. */
  void finish() {
    wholeByteLast = free % Byte.SIZE == 0 && lastWidth % Byte.SIZE == 0;
    LONG.set(room(), length, pending);
    length += (64 - free + 7) >>> 3;
    pending = 0;
    free = 64;
  }

  /** Whether the data ended with a whole byte that one field filled, after {@link #finish}. */
  boolean wholeByteLast() {
    return wholeByteLast;
  }

  /** The buffer; it is replaced as it grows. */
  byte[] bytes() {
    return bytes;
  }

  /** How many bytes of the buffer are written, after {@link #finish}. */
  int length() {
    return length;
  }
}
