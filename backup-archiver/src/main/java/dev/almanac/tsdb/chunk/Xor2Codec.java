package dev.almanac.tsdb.chunk;

import dev.almanac.series.FloatRun;

/**
 * Encoding 4: one prefix tells of timestamp and value together, stale markers have prefixes of
 * their own and leave the value that others are XORed with alone, start timestamps may follow.
 *
 * <pre>
 * 0      delta unchanged, value unchanged
 * 10     delta unchanged, value changed: 0 or 1 for the old or a new window, and its bits
 * 110    13 bits of delta of delta, then the value
 * 1110   20 bits of it, then the value
 * 11110  64 bits of it, then the value
 * 11111  delta unchanged, stale marker
 *
 * 0      value unchanged
 * 10     value changed, bits of the old window
 * 110    value changed, a new window and its bits
 * 111    stale marker
 * </pre>
 *
 * @see <a
 *     href="https://github.com/prometheus/prometheus/blob/main/tsdb/chunkenc/xor2.go">tsdb/chunkenc/xor2.go</a>
 */
final class Xor2Codec {

  /** The NaN that Prometheus writes where a series ends. */
  static final long STALE = 0x7ff0000000000002L;

  private final StartTimestamps starts = new StartTimestamps();
  private long value;
  private int significant;
  private int trailing;

  private void reset() {
    value = 0;
    significant = 0;
    trailing = 0;
  }

  void decode(BitReader in, int samples, byte startHeader, FloatRun run) {
    run.ensureCapacity(samples);
    starts.reset(startHeader);
    reset();
    long timestamp = in.varint();
    long first = in.bits(64);
    if (first != STALE) {
      value = first;
    }
    run.timestamps[0] = timestamp;
    run.valueBits[0] = first;
    run.startTimestamps[0] = starts.read(in, 0, 0, timestamp);
    long delta = 0;
    for (int i = 1; i < samples; i++) {
      long bits;
      if (i == 1) {
        delta = in.uvarint();
        bits = readValue(in);
      } else {
        int ones = Math.min(5, Long.numberOfLeadingZeros(~BitReader.word(in.data, in.position)));
        in.skip(Math.min(5, ones + 1));
        switch (ones) {
          case 0 -> bits = value;
          case 1 -> bits = in.bits(1) == 0 ? readChange(in) : readNewWindow(in);
          case 5 -> bits = STALE;
          default -> {
            int width = ones == 2 ? 13 : ones == 3 ? 20 : 64;
            delta += in.bits(width) << (64 - width) >> (64 - width);
            bits = readValue(in);
          }
        }
      }
      long next = timestamp + delta;
      if (next <= timestamp) {
        throw in.notAscending(i, timestamp, next);
      }
      run.timestamps[i] = next;
      run.valueBits[i] = bits;
      run.startTimestamps[i] = starts.read(in, i, timestamp, next);
      timestamp = next;
    }
  }

  private long readValue(BitReader in) {
    if (in.bits(1) == 0) {
      return value;
    }
    if (in.bits(1) == 0) {
      return readChange(in);
    }
    return in.bits(1) == 0 ? readNewWindow(in) : STALE;
  }

  private long readNewWindow(BitReader in) {
    int leading = (int) in.bits(5);
    significant = XorCodec.significantBits((int) in.bits(6));
    trailing = 64 - leading - significant;
    if (trailing < 0) {
      throw in.badWindow(leading, significant);
    }
    return readChange(in);
  }

  private long readChange(BitReader in) {
    value ^= in.bits(significant == 0 ? 64 : significant) << trailing;
    return value;
  }

  /** Writes the samples; {@link #startHeader} then belongs into the chunk's header. */
  void encode(FloatRun run, int from, int until, BitWriter out) {
    starts.reset(0);
    reset();
    boolean hasStarts = run.encoding().carriesStartTimestamps();
    long delta = 0;
    long previous = 0;
    for (int i = from; i < until; i++) {
      long timestamp = run.timestamps[i];
      long bits = run.valueBits[i];
      long newDelta = timestamp - previous;
      if (i == from) {
        out.varint(timestamp);
        out.bits(bits, 64);
      } else if (i == from + 1) {
        out.uvarint(newDelta);
        writeValue(out, bits);
      } else {
        writeJointly(out, newDelta - delta, bits);
      }
      if (bits != STALE) {
        value = bits;
      }
      starts.write(out, i - from, previous, timestamp, hasStarts ? run.startTimestamps[i] : 0);
      delta = newDelta;
      previous = timestamp;
    }
  }

  byte startHeader() {
    return starts.header();
  }

  private void writeJointly(BitWriter out, long dod, long bits) {
    if (dod == 0) {
      if (bits == STALE) {
        out.bits(0b11111, 5);
      } else if (bits == value) {
        out.bits(0, 1);
      } else if (XorFields.fitsWindow(bits ^ value, significant, trailing)) {
        out.bits(0b100, 3);
        writeChange(out, bits);
      } else {
        out.bits(0b101, 3);
        writeNewWindow(out, bits);
      }
      return;
    }
    if (dod << 51 >> 51 == dod) {
      out.prefixed(0b110, 3, dod, 13);
    } else if (dod << 44 >> 44 == dod) {
      out.prefixed(0b1110, 4, dod, 20);
    } else {
      out.bits(0b11110, 5);
      out.bits(dod, 64);
    }
    writeValue(out, bits);
  }

  private void writeValue(BitWriter out, long bits) {
    if (bits == STALE) {
      out.bits(0b111, 3);
    } else if (bits == value) {
      out.bits(0, 1);
    } else if (XorFields.fitsWindow(bits ^ value, significant, trailing)) {
      out.bits(0b10, 2);
      writeChange(out, bits);
    } else {
      out.bits(0b110, 3);
      writeNewWindow(out, bits);
    }
  }

  private void writeNewWindow(BitWriter out, long bits) {
    significant = XorFields.newWindow(out, bits ^ value);
    trailing = Long.numberOfTrailingZeros(bits ^ value);
    writeChange(out, bits);
  }

  private void writeChange(BitWriter out, long bits) {
    out.bits((bits ^ value) >>> trailing, significant);
  }
}
