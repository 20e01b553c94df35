package dev.almanac.tsdb.chunk;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.util.Arrays;

/**
 * Turns runs of samples into the bytes that Prometheus 3.0 and later writes for them: {@link
 * ChunkDecoder} the other way. Not safe for use by several threads.
 *
 * <p>Prometheus before 3.0 leaves one more byte, a zero, behind XOR and histogram data whose last
 * write ended on a byte's edge, always behind chunks of one float. {@link #matches} tells.
 *
 * @see <a href="https://github.com/prometheus/prometheus/pull/14854">prometheus#14854</a> for that
 *     byte
 */
public final class ChunkEncoder {

  /** How encoded bytes compare with a chunk. */
  public enum Match {
    IDENTICAL,
    /** The chunk has the zero byte more that Prometheus before 3.0 left behind. */
    TRAILING_ZERO,
    DIFFERENT
  }

  private final BitWriter out = new BitWriter();
  private final Xor2Codec xor2 = new Xor2Codec();
  private final HistogramCodec integerHistograms = new HistogramCodec(new IntegerFields());
  private final HistogramCodec floatHistograms = new HistogramCodec(new FloatFields());

  /** Encodes all samples of the run as one chunk: see {@link #encode(Run, int, int)}. */
  public void encode(Run run) {
    encode(run, 0, run.size());
  }

  /**
   * Encodes the samples from index {@code from} up to, without, {@code until} as one chunk of the
   * run's encoding; its data is then the first {@link #length} of {@link #bytes}.
   *
   * @throws IllegalArgumentException if a chunk cannot hold that many samples, or none are given
   */
  public void encode(Run run, int from, int until) {
    ChunkEncoding encoding = run.encoding();
    int samples = until - from;
    int limit = ChunkHeader.maxSamples(encoding);
    if (samples < 1 || samples > limit) {
      throw new IllegalArgumentException(
          "a chunk of encoding " + encoding + " holds 1 to " + limit + " samples, not " + samples);
    }
    out.reset();
    switch (encoding) {
      case XOR -> {
        out.bits(samples, 16);
        XorCodec.encode((FloatRun) run, from, until, out);
        out.finish();
      }
      case XOR2 -> {
        out.bits((long) samples << 8, 24);
        xor2.encode((FloatRun) run, from, until, out);
        out.finish();
        out.bytes()[ChunkHeader.EXTRA] = xor2.startHeader();
      }
      case HISTOGRAM, HISTOGRAM_ST -> encode((HistogramRun) run, from, until, integerHistograms);
      case FLOAT_HISTOGRAM, FLOAT_HISTOGRAM_ST ->
          encode((HistogramRun) run, from, until, floatHistograms);
    }
  }

  private void encode(HistogramRun run, int from, int until, HistogramCodec codec) {
    out.bits((long) (until - from) << 8, 24);
    codec.encode(run, from, until, out);
    out.finish();
    out.bytes()[ChunkHeader.EXTRA] = codec.startHeader();
    ChunkHeader.setCounterReset(run.encoding(), out.bytes(), run.counterReset());
  }

  /** The buffer with the data of the chunk encoded last; the next call overwrites it. */
  public byte[] bytes() {
    return out.bytes();
  }

  /** How many bytes of {@link #bytes} the chunk encoded last takes. */
  public int length() {
    return out.length();
  }

  /**
   * Whether the chunk encoded last ended with whole bytes. Prometheus before 3.0 begins a new byte
   * whenever it has written eight bits at once, and so leaves a zero byte behind such a chunk.
   *
   * @see <a href="https://github.com/prometheus/prometheus/pull/14854">prometheus#14854</a>
   */
  public boolean endsWithWholeByte() {
    return out.wholeByteLast();
  }

  /**
   * How many bytes of {@link #bytes} the chunk encoded last takes as Prometheus before 3.0 wrote
   * it: one more, a zero, if it {@linkplain #endsWithWholeByte ends with a whole byte}.
   */
  public int paddedLength() {
    return out.wholeByteLast() ? out.length() + 1 : out.length();
  }

  /** How the bytes encoded last compare with this chunk's data. */
  public Match matches(RawChunk chunk) {
    int more = chunk.length() - length();
    int at = chunk.offset();
    if (more < 0
        || more > 1
        || !Arrays.equals(bytes(), 0, length(), chunk.data(), at, at + length())) {
      return Match.DIFFERENT;
    }
    if (more == 0) {
      return Match.IDENTICAL;
    }
    return chunk.data()[at + length()] == 0 ? Match.TRAILING_ZERO : Match.DIFFERENT;
  }
}
