package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Run;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChunkEncoderTest {

  private static final long ONE = 0x3ff0000000000000L;

  private final ChunkEncoder encoder = new ChunkEncoder();

  @ParameterizedTest
  @CsvSource({
    "000100 3ff0000000000000, IDENTICAL",
    "000100 3ff0000000000000 00, TRAILING_ZERO",
    "000100 3ff0000000000000 01, DIFFERENT",
    "000100 3ff0000000000000 0000, DIFFERENT",
    "000100 3ff0000000000001, DIFFERENT",
    "000100 3ff00000000000, DIFFERENT"
  })
  void tellsHowAChunkDiffersFromWhatItWrote(String chunk, ChunkEncoder.Match match) {
    encoder.encode(Chunks.floats(ChunkEncoding.XOR, 0, ONE));

    assertThat(encoder.matches(Chunks.of(ChunkEncoding.XOR, chunk))).isEqualTo(match);
  }

  @Test
  void findsTheTrailingZeroOfPrometheusBefore3() throws URISyntaxException {
    Path block =
        Path.of(getClass().getResource("/blocks/01DXXFZDYD1MQW6079WK0K6EDQ/chunks").toURI());
    RawChunk chunk = new RawChunk();
    try (ChunkSegments segments = ChunkSegments.open(block)) {
      segments.read(8, chunk);
      encoder.encode(new ChunkDecoder().decode(chunk));

      assertThat(encoder.matches(chunk)).isEqualTo(ChunkEncoder.Match.TRAILING_ZERO);
    }
  }

  @Test
  void encodesAPartOfARunAsAChunkOfItsOwn() throws IOException {
    for (ChunkGoldenTest.Golden golden : ChunkGoldenTest.chunks()) {
      Run run = new ChunkDecoder().decode(golden.chunk());
      int from = run.size() / 3;
      int until = run.size() - run.size() / 4;
      encoder.encode(run, from, until);
      byte[] part = Arrays.copyOf(encoder.bytes(), encoder.length());
      run.keep(from, until);

      assertThat(Chunks.encoded(run)).isEqualTo(part);
    }
  }

  @ParameterizedTest
  @EnumSource(ChunkEncoding.class)
  void refusesARunWithoutSamples(ChunkEncoding encoding) {
    assertThatThrownBy(() -> encoder.encode(run(encoding)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("samples, not 0");
  }

  @ParameterizedTest
  @CsvSource({
    "XOR, 65535",
    "XOR2, 65535",
    "HISTOGRAM, 65535",
    "FLOAT_HISTOGRAM, 65535",
    "HISTOGRAM_ST, 16383",
    "FLOAT_HISTOGRAM_ST, 16383"
  })
  void writesAsManySamplesAsAChunkCanCountAndRefusesMore(ChunkEncoding encoding, int most) {
    Run run = run(encoding);
    run.ensureCapacity(most + 1);
    for (int i = 0; i <= most; i++) {
      run.timestamps[i] = i;
    }
    run.setSize(most + 1);

    encoder.encode(run, 0, most);
    byte[] data = Arrays.copyOf(encoder.bytes(), encoder.length());
    assertThat(new ChunkDecoder().decode(Chunks.of(encoding.id(), data)).size()).isEqualTo(most);
    assertThatThrownBy(() -> encoder.encode(run))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds 1 to " + most + " samples, not " + (most + 1));
  }

  @Test
  void givesAChunkOfStaleMarkersNoBuckets() {
    HistogramRun run = staleMarkers(2);
    run.setLayout(new HistogramLayout(3, ONE, new int[] {0, 2}, new int[0], new long[0]));
    run.ensureCapacity(2);

    // threshold 0; schema, spans, time, counts 0 in six bits; the marker; 10 001 and three zeros
    assertThat(Chunks.hex(run)).isEqualTo("000200" + "00" + "01ffc000000000000a20");
    HistogramRun again =
        (HistogramRun) new ChunkDecoder().decode(Chunks.of(2, Chunks.encoded(run)));
    assertThat(again.layout()).isEqualTo(LayoutCodec.NO_BUCKETS);
    assertThat(again.sumBits).startsWith(Xor2Codec.STALE, Xor2Codec.STALE);
  }

  @Test
  void keepsBucketsOfSamplesAfterAStaleMarker() {
    HistogramRun run = staleMarkers(3);
    run.setLayout(new HistogramLayout(3, ONE, new int[] {0, 2}, new int[0], new long[0]));
    run.ensureCapacity(3);
    run.sumBits[2] = ONE;
    run.counts[2] = 7;
    run.positive[4] = 3;
    run.positive[5] = 4;

    HistogramRun again =
        (HistogramRun) new ChunkDecoder().decode(Chunks.of(2, Chunks.encoded(run)));
    assertThat(again.layout()).isEqualTo(run.layout());
    assertThat(again.counts).startsWith(0, 0, 7);
    assertThat(again.buckets(1)).containsExactly(0, 0);
    assertThat(again.buckets(2)).containsExactly(3, 4);
  }

  private static HistogramRun staleMarkers(int samples) {
    HistogramRun run = new HistogramRun();
    run.ensureCapacity(samples);
    for (int i = 0; i < samples; i++) {
      run.timestamps[i] = i;
      run.sumBits[i] = Xor2Codec.STALE;
    }
    run.setSize(samples);
    return run;
  }

  private static Run run(ChunkEncoding encoding) {
    Run run = encoding.isHistogram() ? new HistogramRun() : new FloatRun();
    run.setEncoding(encoding);
    return run;
  }
}
