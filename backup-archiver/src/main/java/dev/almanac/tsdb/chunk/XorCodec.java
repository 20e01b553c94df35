package dev.almanac.tsdb.chunk;

import dev.almanac.series.FloatRun;

/**
 * Encoding 1: timestamps as deltas of deltas, values XORed with the one before.
 *
 * @see <a href="https://www.vldb.org/pvldb/vol8/p1816-teller.pdf">Pelkonen et al., Gorilla: A Fast,
 *     Scalable, In-Memory Time Series Database, 2015</a>
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/xor.go">tsdb/chunkenc/xor.go</a>
 */
final class XorCodec {

  private XorCodec() {}

  /** Fills the run; a bit position and a word in locals make this loop as fast as it is. */
  static void decode(BitReader in, int samples, FloatRun run) {
    run.ensureCapacity(samples);
    long[] timestamps = run.timestamps;
    long[] values = run.valueBits;
    long timestamp = in.varint();
    long value = in.bits(64);
    timestamps[0] = timestamp;
    values[0] = value;
    if (samples == 1) {
      return;
    }
    long delta = in.uvarint();
    byte[] data = in.data;
    int end = in.end;
    int position = in.position;
    int significant = 64;
    int trailing = 0;
    for (int i = 1; ; ) {
      long next = timestamp + delta;
      if (next <= timestamp) {
        throw in.notAscending(i, timestamp, next);
      }
      timestamp = next;
      long word = BitReader.word(data, position);
      if (word >= 0) {
        position++;
      } else {
        if (word << 1 >= 0) {
          position += 2;
        } else {
          int leading = (int) (word >>> 57) & 31;
          significant = significantBits((int) (word >>> 51) & 63);
          trailing = 64 - leading - significant;
          if (trailing < 0) {
            throw in.badWindow(leading, significant);
          }
          position += 13;
        }
        value ^= BitReader.word(data, position) >>> (64 - significant) << trailing;
        position += significant;
      }
      if (position > end) {
        throw in.endsEarly();
      }
      timestamps[i] = timestamp;
      values[i] = value;
      if (++i == samples) {
        return;
      }
      word = BitReader.word(data, position);
      if (word >= 0) {
        position++;
      } else if (word << 1 >= 0) {
        delta += BitReader.signed(word << 2 >>> 50, 14);
        position += 16;
      } else if (word << 2 >= 0) {
        delta += BitReader.signed(word << 3 >>> 47, 17);
        position += 20;
      } else if (word << 3 >= 0) {
        delta += BitReader.signed(word << 4 >>> 44, 20);
        position += 24;
      } else {
        delta += BitReader.word(data, position + 4);
        position += 68;
      }
    }
  }

  /** Writes the samples from index {@code from} up to, without, {@code until}. */
  static void encode(FloatRun run, int from, int until, BitWriter out) {
    long[] timestamps = run.timestamps;
    long[] values = run.valueBits;
    long value = values[from];
    out.varint(timestamps[from]);
    out.bits(value, 64);
    long delta = 0;
    int significant = 0;
    int trailing = 0;
    for (int i = from + 1; i < until; i++) {
      long nextDelta = timestamps[i] - timestamps[i - 1];
      if (i == from + 1) {
        out.uvarint(nextDelta);
      } else {
        deltaOfDelta(out, nextDelta - delta);
      }
      delta = nextDelta;
      long xor = value ^ values[i];
      value = values[i];
      if (xor == 0) {
        out.bits(0, 1);
        continue;
      }
      if (XorFields.fitsWindow(xor, significant, trailing)) {
        out.bits(0b10, 2);
      } else {
        out.bits(0b11, 2);
        significant = XorFields.newWindow(out, xor);
        trailing = Long.numberOfTrailingZeros(xor);
      }
      out.bits(xor >>> trailing, significant);
    }
  }

  private static void deltaOfDelta(BitWriter out, long dod) {
    int width = BitWriter.signedWidth(dod);
    if (width == 0) {
      out.bits(0, 1);
    } else if (width <= 14) {
      out.prefixed(0b10, 2, dod, 14);
    } else if (width <= 17) {
      out.prefixed(0b110, 3, dod, 17);
    } else if (width <= 20) {
      out.prefixed(0b1110, 4, dod, 20);
    } else {
      out.bits(0b1111, 4);
      out.bits(dod, 64);
    }
  }

  /** 64 does not fit the six bits it is stored in, 0 never occurs: one stands for the other. */
  static int significantBits(int stored) {
    return stored == 0 ? 64 : stored;
  }
}
