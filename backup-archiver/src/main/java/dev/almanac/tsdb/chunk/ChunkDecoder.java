package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import dev.almanac.tsdb.file.CorruptBlockException;

/**
 * Turns chunks into runs of samples. Not safe for use by several threads.
 *
 * <p>Whatever the bytes are, decoding ends soon, in a run or in a {@link CorruptBlockException}.
 */
public final class ChunkDecoder {

  private final BitReader in = new BitReader();
  private final FloatRun floats = new FloatRun();
  private final HistogramRun histograms = new HistogramRun();
  private final Xor2Codec xor2 = new Xor2Codec();
  private final HistogramCodec integerHistograms = new HistogramCodec(new IntegerFields());
  private final HistogramCodec floatHistograms = new HistogramCodec(new FloatFields());

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
    Run run = encoding.isHistogram() ? histograms : floats;
    run.setEncoding(encoding);
    in.reset(chunk, ChunkHeader.bytes(encoding));
    switch (encoding) {
      case XOR -> XorCodec.decode(in, samples, floats);
      case XOR2 -> xor2.decode(in, samples, extra(chunk), floats);
      case HISTOGRAM, HISTOGRAM_ST -> decode(chunk, samples, integerHistograms);
      case FLOAT_HISTOGRAM, FLOAT_HISTOGRAM_ST -> decode(chunk, samples, floatHistograms);
    }
    run.setSize(samples);
    run.setStartsChunk(true);
    return run;
  }

  private void decode(RawChunk chunk, int samples, HistogramCodec codec) {
    histograms.setCounterReset(
        ChunkHeader.counterReset(histograms.encoding(), chunk.data(), chunk.offset()));
    codec.decode(in, samples, extra(chunk), histograms);
  }

  private static byte extra(RawChunk chunk) {
    return chunk.data()[chunk.offset() + ChunkHeader.EXTRA];
  }

  /**
   * How many samples the chunk says it holds.
   *
   * @throws CorruptBlockException if it is too short to say, or its encoding is unknown
   */
  public static int sampleCount(RawChunk chunk) {
    if (chunk.length() < ChunkHeader.COUNT_BYTES) {
      throw chunk.corrupt("a sample count of 2 bytes", chunk.length() + " bytes");
    }
    byte[] data = chunk.data();
    int at = chunk.offset();
    int count = ((data[at] & 0xff) << 8) | (data[at + 1] & 0xff);
    return count & ChunkHeader.maxSamples(chunk.encoding());
  }
}
