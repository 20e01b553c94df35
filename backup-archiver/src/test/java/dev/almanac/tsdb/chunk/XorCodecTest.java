package dev.almanac.tsdb.chunk;

import static dev.almanac.series.ChunkEncoding.XOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.FloatRun;
import dev.almanac.tsdb.file.CorruptBlockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes here are worked out by hand from the format. */
class XorCodecTest {

  private static final long ONE = 0x3ff0000000000000L;
  private static final long TWO = 0x4000000000000000L;

  @Test
  void writesTheFirstSampleWhole() {
    assertThat(Chunks.hex(Chunks.floats(XOR, -1, ONE)))
        .isEqualTo("0001" + "01" + "3ff0000000000000");
  }

  @Test
  void writesTheSecondTimestampAsADelta() {
    FloatRun run = Chunks.floats(XOR, 0, ONE, 1000, ONE);

    assertThat(Chunks.hex(run)).isEqualTo("0002" + "00" + "3ff0000000000000" + "e807" + "00");
  }

  @Test
  void writesANewWindowWithLeadingZerosAndSignificantBits() {
    // XOR 7ff0…: 1 1, 00001 leading zeros, 001011 significant bits, eleven ones
    FloatRun run = Chunks.floats(XOR, 0, ONE, 1000, TWO);

    assertThat(Chunks.hex(run)).isEqualTo("0002" + "00" + "3ff0000000000000" + "e807" + "c25fff");
  }

  @Test
  void usesAWindowAgain() {
    // delta unchanged: 0; the window of eleven bits: 1 0, eleven ones; 00 to fill the byte
    FloatRun run = Chunks.floats(XOR, 0, ONE, 1000, TWO, 2000, ONE);

    assertThat(Chunks.hex(run))
        .isEqualTo("0003" + "00" + "3ff0000000000000" + "e807" + "c25fff" + "5ffc");
  }

  @Test
  void writes64SignificantBitsAsZero() {
    // 1 1, 00000, 000000, the 64 bits 8000000000000001, 000 to fill the byte
    FloatRun run = Chunks.floats(XOR, 0, 0, 1, 0x8000000000000001L);

    assertThat(Chunks.hex(run))
        .isEqualTo("0002" + "00" + "0000000000000000" + "01" + "c004" + "0000000000000008");
  }

  @Test
  void clampsLeadingZerosTo31() {
    // 1 1, 11111, 100001 (33 significant bits from leading 31 on), 32 zeros and a one
    FloatRun run = Chunks.floats(XOR, 0, 0, 1, 1);

    assertThat(Chunks.hex(run))
        .isEqualTo("0002" + "00" + "0000000000000000" + "01" + "ff0800000004");
  }

  /** Bits of the third sample's timestamp: its value is unchanged and takes one more. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 16",
    "-8191, 16",
    "8192, 16",
    "-8192, 20",
    "8193, 20",
    "-65535, 20",
    "65536, 20",
    "-65536, 24",
    "65537, 24",
    "-524287, 24",
    "524288, 24",
    "-524288, 68",
    "524289, 68"
  })
  void writesDeltasOfDeltasInAsymmetricRanges(long dod, int bits) {
    long delta = 1_000_000;
    FloatRun run = Chunks.floats(XOR, 0, 0, delta, 0, 2 * delta + dod, 0);

    int secondEnds = 8 * (2 + 1 + 8 + 3) + 1;
    assertThat(Chunks.encoded(run)).hasSize((secondEnds + bits + 1 + 7) / 8);
    assertThat(Chunks.decodedAgain(run).timestamps)
        .startsWith(run.timestamps[0], run.timestamps[1], run.timestamps[2]);
  }

  @Test
  void keepsTimestampsFromTheFirstToTheLastPossible() {
    FloatRun run = Chunks.floats(XOR, Long.MIN_VALUE, 1, 0, 2, Long.MAX_VALUE, 3);

    assertThat(Chunks.decodedAgain(run).timestamps).startsWith(Long.MIN_VALUE, 0, Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7ff0000000000002", "7ff8000000000001", "7ff8dead0000beef", "fff0000000000000",
        "7ff0000000000000", "8000000000000000", "0000000000000001", "ffffffffffffffff"
      })
  void keepsTheBitsOfOddValues(String hex) {
    long odd = Long.parseUnsignedLong(hex, 16);
    FloatRun run = Chunks.floats(XOR, 0, odd, 1, ONE, 2, odd, 3, odd);

    assertThat(Chunks.decodedAgain(run).valueBits).startsWith(odd, ONE, odd, odd);
  }

  @Test
  void refusesTimestampsThatStandStill() {
    FloatRun run = Chunks.floats(XOR, 5, 0, 7, 0, 7, 0);

    assertThatThrownBy(() -> Chunks.decodedAgain(run))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("000001 @ 8: expected a timestamp after 7 for sample 2, found 7");
  }

  @Test
  void refusesAWindowOfMoreThan64Bits() {
    // the second value: 1 1, 11111 leading zeros, 111111 significant bits
    assertThatThrownBy(
            () ->
                new ChunkDecoder()
                    .decode(Chunks.of(XOR, "0002 00 0000000000000000 01 fff8000000000000000000")))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("found 31 and 63");
  }
}
