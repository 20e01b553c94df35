package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;

/**
 * What stands in front of the samples: their count in two bytes; in all encodings but XOR a third
 * byte, of start timestamps, or, in histograms without them, of the counter reset; in histograms
 * with them the two highest bits of the count are the counter reset.
 */
final class ChunkHeader {

  static final int COUNT_BYTES = 2;

  /** The byte after the count. */
  static final int EXTRA = 2;

  static final int MAX_SAMPLES = 0xffff;
  private static final int MAX_ST_HISTOGRAMS = 0x3fff;

  private static final int RESET_SHIFT = 6;

  private ChunkHeader() {}

  static int bytes(ChunkEncoding encoding) {
    return encoding == ChunkEncoding.XOR ? COUNT_BYTES : COUNT_BYTES + 1;
  }

  /** The most samples a chunk can count. */
  static int maxSamples(ChunkEncoding encoding) {
    return resetInCount(encoding) ? MAX_ST_HISTOGRAMS : MAX_SAMPLES;
  }

  private static boolean resetInCount(ChunkEncoding encoding) {
    return encoding.isHistogram() && encoding.carriesStartTimestamps();
  }

  /** Where in the header of a histogram chunk its two highest bits are the counter reset. */
  private static int resetAt(ChunkEncoding encoding) {
    return resetInCount(encoding) ? 0 : EXTRA;
  }

  /** What a histogram chunk with this header says of counter resets. */
  static CounterReset counterReset(ChunkEncoding encoding, byte[] data, int offset) {
    return switch ((data[offset + resetAt(encoding)] & 0xff) >>> RESET_SHIFT) {
      case 0 -> CounterReset.UNKNOWN;
      case 1 -> CounterReset.NOT_RESET;
      case 2 -> CounterReset.RESET;
      default -> CounterReset.GAUGE;
    };
  }

  /** Adds the counter reset to the header of a histogram chunk at the front of the data. */
  static void setCounterReset(ChunkEncoding encoding, byte[] data, CounterReset reset) {
    int bits =
        switch (reset) {
          case UNKNOWN -> 0;
          case NOT_RESET -> 1;
          case RESET -> 2;
          case GAUGE -> 3;
        };
    data[resetAt(encoding)] |= (byte) (bits << RESET_SHIFT);
  }
}
