package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Run;
import dev.almanac.tsdb.file.CorruptBlockException;

/**
 * Turns chunks into runs of samples. Not safe for use by several threads.
 *
 * <p>Whatever the bytes are, decoding ends soon, in a run or in a {@link CorruptBlockException}.
 */
public final class ChunkDecoder {

  private static final int COUNT_BYTES = 2;

  /** Start-timestamp histograms keep the counter reset in the two bits above the count. */
  private static final int ST_COUNT_MASK = 0x3fff;

  private final BitReader in = new BitReader();
  private final FloatRun floats = new FloatRun();

  /**
   * The samples of the chunk, in a run that the next call overwrites.
   *
   * @throws CorruptBlockException if the chunk is empty, ends early, has an unknown encoding, or
   *     has timestamps that do not ascend strictly
   */
  public Run decode(RawChunk chunk) {
    ChunkEncoding encoding = chunk.encoding();
    int samples = sampleCount(chunk);
    if (samples == 0) {
      throw chunk.corrupt("a chunk of at least one sample", "none");
    }
    floats.setEncoding(encoding);
    in.reset(chunk, 2);
    XorCodec.decode(in, samples, floats);
    floats.setSize(samples);
    floats.setStartsChunk(true);
    return floats;
  }

  /**
   * How many samples the chunk says it holds.
   *
   * @throws CorruptBlockException if it is too short to say, or its encoding is unknown
   */
  public static int sampleCount(RawChunk chunk) {
    if (chunk.length() < COUNT_BYTES) {
      throw chunk.corrupt("a sample count of 2 bytes", chunk.length() + " bytes");
    }
    byte[] data = chunk.data();
    int at = chunk.offset();
    int count = (data[at] & 0xff) << 8 | (data[at + 1] & 0xff);
    return switch (chunk.encoding()) {
      case HISTOGRAM_ST, FLOAT_HISTOGRAM_ST -> count & ST_COUNT_MASK;
      default -> count;
    };
  }
}
