package dev.almanac.tsdb.chunk;

import java.util.Arrays;

/**
 * Fields of successive samples, each XORed with what it was in the sample before, and the window of
 * significant bits that each has at hand to use again.
 */
final class XorFields {

  private long[] values = new long[0];
  private int[] significant = new int[0];
  private int[] trailing = new int[0];

  void reset(int fields) {
    if (values.length < fields) {
      values = new long[fields];
      significant = new int[fields];
      trailing = new int[fields];
    }
    Arrays.fill(values, 0, fields, 0);
    Arrays.fill(significant, 0, fields, 0);
    Arrays.fill(trailing, 0, fields, 0);
  }

  long readFirst(BitReader in, int field) {
    values[field] = in.bits(64);
    return values[field];
  }

  long read(BitReader in, int field) {
    if (in.bits(1) == 0) {
      return values[field];
    }
    if (in.bits(1) == 1) {
      int leading = (int) in.bits(5);
      significant[field] = XorCodec.significantBits((int) in.bits(6));
      trailing[field] = 64 - leading - significant[field];
      if (trailing[field] < 0) {
        throw in.badWindow(leading, significant[field]);
      }
    }
    int width = significant[field] == 0 ? 64 : significant[field];
    values[field] ^= in.bits(width) << trailing[field];
    return values[field];
  }

  void writeFirst(BitWriter out, int field, long value) {
    values[field] = value;
    out.bits(value, 64);
  }

  void write(BitWriter out, int field, long value) {
    long xor = values[field] ^ value;
    values[field] = value;
    if (xor == 0) {
      out.bits(0, 1);
      return;
    }
    if (fitsWindow(xor, significant[field], trailing[field])) {
      out.bits(0b10, 2);
    } else {
      out.bits(0b11, 2);
      significant[field] = newWindow(out, xor);
      trailing[field] = Long.numberOfTrailingZeros(xor);
    }
    out.bits(xor >>> trailing[field], significant[field]);
  }

  /** Whether all significant bits lie in the window; none does where its width is 0. */
  static boolean fitsWindow(long xor, int significant, int trailing) {
    return significant != 0
        && leadingZeros(xor) >= 64 - significant - trailing
        && Long.numberOfTrailingZeros(xor) >= trailing;
  }

  /** Writes leading zeros and width of the window that just holds the bits; returns the width. */
  static int newWindow(BitWriter out, long xor) {
    int leading = leadingZeros(xor);
    int significant = 64 - leading - Long.numberOfTrailingZeros(xor);
    out.bits(leading, 5);
    out.bits(significant, 6);
    return significant;
  }

  /** More than 31 do not fit the five bits they are stored in. */
  private static int leadingZeros(long xor) {
    return Math.min(31, Long.numberOfLeadingZeros(xor));
  }
}
