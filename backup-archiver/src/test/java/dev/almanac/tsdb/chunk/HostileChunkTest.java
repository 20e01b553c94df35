package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Run;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Data whose checksum may well be right: decoding ends in a run or a CorruptBlockException. */
class HostileChunkTest {

  private static List<ChunkGoldenTest.Golden> soundChunks;

  private final ChunkDecoder decoder = new ChunkDecoder();

  @ParameterizedTest
  @CsvSource({
    "0, encoding 0 (none)",
    "7, encoding 7",
    "255, encoding 255 (Thanos downsampled; only raw blocks can be archived)"
  })
  void refusesAnUnknownEncodingByName(int encodingId, String found) {
    assertThatThrownBy(() -> decoder.decode(Chunks.of(encodingId, new byte[20])))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageEndingWith("000001 @ 8: expected a chunk encoding from 1 to 6, found " + found);
  }

  @ParameterizedTest
  @EnumSource(ChunkEncoding.class)
  void refusesAChunkWithoutSamples(ChunkEncoding encoding) {
    assertRefused(encoding, "0000000000000000", "expected a chunk of at least one sample");
  }

  @ParameterizedTest
  @EnumSource(ChunkEncoding.class)
  void refusesAChunkTooShortForItsCount(ChunkEncoding encoding) {
    assertRefused(encoding, "01", "expected a sample count of 2 bytes, found 1 bytes");
  }

  @ParameterizedTest
  @EnumSource(ChunkEncoding.class)
  void refusesAChunkThatCountsMoreSamplesThanItHolds(ChunkEncoding encoding) {
    assertThatThrownBy(() -> decoder.decode(Chunks.of(encoding, "3fff00" + "00".repeat(40))))
        .isInstanceOf(CorruptBlockException.class);
  }

  @Test
  void refusesToMakeRoomForSpansThatAreNotThere() {
    refusesLayout(out -> out.varbitUint(1L << 31), " spans, found 2147483648");
  }

  @Test
  void refusesASpanOfMoreBucketsThanAnyHistogramHas() {
    refusesLayout(
        out -> {
          out.varbitUint(1);
          out.varbitUint(1L << 31);
          out.varbitInt(0);
        },
        "expected at most 1048576 buckets, found a span of 2147483648");
  }

  @Test
  void refusesASpanLengthThatLooksNegative() {
    refusesLayout(
        out -> {
          out.varbitUint(1);
          out.varbitUint(-1);
          out.varbitInt(0);
        },
        "found a span of 18446744073709551615");
  }

  @Test
  void refusesSpansThatAreTooLongTogether() {
    refusesLayout(
        out -> {
          out.varbitUint(2);
          for (int i = 0; i < 2; i++) {
            out.varbitUint(LayoutCodec.MAX_BUCKETS - 1);
            out.varbitInt(0);
          }
        },
        "expected at most 1048576 buckets");
  }

  @Test
  void refusesASpanOffsetOfMoreThan32Bits() {
    refusesLayout(
        out -> {
          out.varbitUint(1);
          out.varbitUint(1);
          out.varbitInt(1L << 31);
        },
        "expected a span offset of 32 bits, found 2147483648");
  }

  @Test
  void refusesMoreBucketsThanTheFirstSampleCanHold() {
    refusesLayout(
        out -> {
          out.varbitUint(1);
          out.varbitUint(100_000);
          out.varbitInt(0);
          out.varbitUint(0);
        },
        "buckets, found 100000");
  }

  @Test
  void refusesToMakeRoomForBucketsOfCountlessStaleMarkers() {
    BitWriter out = new BitWriter();
    int buckets = 1 << 20;
    out.bits(60_000, 16);
    out.bits(0, 8);
    out.bits(0, 8);
    out.varbitInt(0);
    out.varbitUint(1);
    out.varbitUint(buckets);
    out.varbitInt(0);
    out.varbitUint(0);
    for (int i = 0; i < buckets / 64; i++) {
      out.bits(0, 64);
    }
    out.bits(0, 64);

    assertRefused(ChunkEncoding.HISTOGRAM, out, "found 60000 samples of 1048576");
  }

  @ParameterizedTest
  @CsvSource({"53", "-10", "-52", "-54", "4294967296"})
  void refusesAnUnknownSchema(long schema) {
    BitWriter out = new BitWriter();
    out.bits(1L << 8, 24);
    out.bits(0, 8);
    out.varbitInt(schema);

    assertRefused(ChunkEncoding.HISTOGRAM, out, "found schema " + schema);
  }

  private void refusesLayout(Consumer<BitWriter> spans, String message) {
    BitWriter out = new BitWriter();
    out.bits(1L << 8, 24);
    out.bits(0, 8);
    out.varbitInt(3);
    spans.accept(out);
    for (int i = 0; i < 20; i++) {
      out.bits(0, 64);
    }
    assertRefused(ChunkEncoding.HISTOGRAM, out, message);
  }

  private void assertRefused(ChunkEncoding encoding, BitWriter out, String message) {
    out.finish();
    RawChunk chunk = Chunks.of(encoding.id(), Arrays.copyOf(out.bytes(), out.length()));
    assertThatThrownBy(() -> decoder.decode(chunk))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining(message);
  }

  private void assertRefused(ChunkEncoding encoding, String hex, String message) {
    assertThatThrownBy(() -> decoder.decode(Chunks.of(encoding, hex)))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining(message);
  }

  static List<ChunkGoldenTest.Golden> soundChunks() throws IOException {
    if (soundChunks == null) {
      soundChunks = ChunkGoldenTest.chunks();
    }
    return soundChunks;
  }

  @ParameterizedTest
  @MethodSource("soundChunks")
  void refusesAChunkCutShortAnywhere(ChunkGoldenTest.Golden golden) {
    byte[] data = golden.data();
    for (int length = 0; length < data.length; length++) {
      RawChunk chunk = Chunks.of(golden.encodingId(), Arrays.copyOf(data, length));
      assertThatThrownBy(() -> decoder.decode(chunk)).isInstanceOf(CorruptBlockException.class);
    }
  }

  @Property(tries = 5000)
  void decodesRandomBytesOrRefusesThem(
      @ForAll @IntRange(min = 1, max = 6) int encodingId, @ForAll @Size(max = 300) byte[] data) {
    decodeOrRefuse(encodingId, data);
  }

  @Property(tries = 5000)
  void decodesDamagedChunksOrRefusesThem(
      @ForAll @IntRange(max = 35) int which, @ForAll @Size(min = 1, max = 4) List<Integer> flips)
      throws IOException {
    List<ChunkGoldenTest.Golden> sound = soundChunks();
    ChunkGoldenTest.Golden golden = sound.get(which);
    byte[] data = golden.data();
    for (int flip : flips) {
      int bit = Math.floorMod(flip, 8 * data.length);
      data[bit >>> 3] ^= (byte) (1 << (bit & 7));
    }
    decodeOrRefuse(golden.encodingId(), data);
  }

  private void decodeOrRefuse(int encodingId, byte[] data) {
    try {
      Run run = decoder.decode(Chunks.of(encodingId, data));
      for (int i = 1; i < run.size(); i++) {
        assertThat(run.timestamps[i]).isGreaterThan(run.timestamps[i - 1]);
      }
    } catch (CorruptBlockException refused) {
      assertThat(refused).hasMessageContaining("000001 @ 8: expected ");
    }
  }
}
