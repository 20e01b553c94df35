package dev.almanac.tsdb.chunk;

import static dev.almanac.series.ChunkEncoding.XOR2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.FloatRun;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes here are worked out by hand from the format. */
class Xor2CodecTest {

  private static final long ONE = 0x3ff0000000000000L;
  private static final long TWO = 0x4000000000000000L;
  private static final String TWO_ONES = "3ff0000000000000" + "e807";

  @Test
  void writesNothingChangedInABit() {
    FloatRun run = Chunks.floats(XOR2, 0, ONE, 1000, ONE, 2000, ONE, 3000, ONE);

    assertThat(Chunks.hex(run)).isEqualTo("0004" + "00" + "00" + TWO_ONES + "00");
  }

  @Test
  void writesAStaleMarkerInFiveBitsAndGoesOnFromTheValueBefore() {
    // 0; 11111; 0 0
    FloatRun run =
        Chunks.floats(XOR2, 0, ONE, 1000, ONE, 2000, Xor2Codec.STALE, 3000, ONE, 4000, ONE);

    assertThat(Chunks.hex(run)).isEqualTo("0005" + "00" + "00" + TWO_ONES + "7c");
  }

  @Test
  void writesAStaleMarkerBehindADeltaInThreeBits() {
    // 0; 110 and 13 bits of 1; 111
    FloatRun run = Chunks.floats(XOR2, 0, ONE, 1000, ONE, 2001, Xor2Codec.STALE);

    assertThat(Chunks.hex(run)).isEqualTo("0003" + "00" + "00" + TWO_ONES + "6000f0");
  }

  @Test
  void goesOnFromZeroAfterAStaleMarkerAtTheFront() {
    FloatRun run = Chunks.floats(XOR2, 0, Xor2Codec.STALE, 1, 0, 2, Xor2Codec.STALE, 3, TWO);

    assertThat(Chunks.decodedAgain(run).valueBits)
        .startsWith(Xor2Codec.STALE, 0, Xor2Codec.STALE, TWO);
  }

  /** Bits of the third sample: an unchanged value behind a delta takes one of them. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 17",
    "-1, 17",
    "4095, 17",
    "-4096, 17",
    "4096, 25",
    "-4097, 25",
    "524287, 25",
    "-524288, 25",
    "524288, 70",
    "-524289, 70"
  })
  void writesDeltasOfDeltasInTheUsualRanges(long dod, int bits) {
    long delta = 1_000_000;
    FloatRun run = Chunks.floats(XOR2, 0, 0, delta, 0, 2 * delta + dod, 0);

    int secondEnds = 8 * (3 + 1 + 8 + 3) + 1;
    assertThat(Chunks.encoded(run)).hasSize((secondEnds + bits + 7) / 8);
    assertThat(Chunks.decodedAgain(run).timestamps).startsWith(0, delta, 2 * delta + dod);
  }

  @Test
  void writesTheFirstStartTimestampBehindTheFirstSample() {
    // the distance 3 of the start before the sample, zigzag
    FloatRun run = Chunks.floats(XOR2, 10, ONE);
    run.startTimestamps[0] = 7;

    assertThat(Chunks.hex(run)).isEqualTo("0001" + "80" + "14" + "3ff0000000000000" + "06");
  }

  @ParameterizedTest
  @CsvSource({"1, 81", "2, 82", "126, fe", "127, ff", "128, ff", "140, ff"})
  void tellsInTheHeaderFromWhereOnStartTimestampsChange(int change, String header) {
    FloatRun run = samples(150);
    Arrays.fill(run.startTimestamps, 0, change, 500);
    Arrays.fill(run.startTimestamps, change, 150, 900);

    assertThat(Chunks.hex(run)).startsWith("0096" + header);
    assertThat(Arrays.copyOf(Chunks.decodedAgain(run).startTimestamps, 150))
        .isEqualTo(Arrays.copyOf(run.startTimestamps, 150));
  }

  @Test
  void writesNoStartTimestampsWhereThereAreNone() {
    assertThat(Chunks.hex(samples(127))).startsWith("007f" + "00");
  }

  @Test
  void writesStartTimestampsFromSample127OnChangedOrNot() {
    FloatRun run = samples(128);

    assertThat(Chunks.hex(run)).startsWith("0080" + "7f");
    assertThat(Arrays.copyOf(Chunks.decodedAgain(run).startTimestamps, 128)).containsOnly(0L);
  }

  @Test
  void refusesTimestampsThatStandStill() {
    FloatRun run = Chunks.floats(XOR2, 5, 0, 7, 0, 7, 0);

    assertThatThrownBy(() -> Chunks.decodedAgain(run))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("expected a timestamp after 7 for sample 2, found 7");
  }

  private static FloatRun samples(int count) {
    long[] samples = new long[2 * count];
    for (int i = 0; i < count; i++) {
      samples[2 * i] = 1000L * (i + 1);
      samples[2 * i + 1] = ONE;
    }
    return Chunks.floats(XOR2, samples);
  }
}
