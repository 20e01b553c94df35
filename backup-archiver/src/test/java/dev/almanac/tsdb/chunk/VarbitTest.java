package dev.almanac.tsdb.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.tsdb.file.CorruptBlockException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarbitTest {

  private final BitWriter out = new BitWriter();

  /** The edges of the ranges in Prometheus's varbit_test.go, and the bits each number takes. */
  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 5",
    "-3, 5",
    "4, 5",
    "-4, 9",
    "5, 9",
    "-31, 9",
    "32, 9",
    "-32, 13",
    "33, 13",
    "-255, 13",
    "256, 13",
    "-256, 17",
    "257, 17",
    "-2047, 17",
    "2048, 17",
    "-2048, 24",
    "2049, 24",
    "-131071, 24",
    "131072, 24",
    "-131072, 32",
    "131073, 32",
    "-16777215, 32",
    "16777216, 32",
    "-16777216, 64",
    "16777217, 64",
    "-36028797018963967, 64",
    "36028797018963968, 64",
    "-36028797018963968, 72",
    "36028797018963969, 72",
    "-9223372036854775808, 72",
    "9223372036854775807, 72"
  })
  void writesSignedNumbersInAsymmetricRanges(long value, int bits) {
    out.varbitInt(value);

    BitReader in = reader();
    assertThat(in.varbitInt()).isEqualTo(value);
    assertThat(consumed(in)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 5",
    "7, 5",
    "8, 9",
    "63, 9",
    "64, 13",
    "511, 13",
    "512, 17",
    "4095, 17",
    "4096, 24",
    "262143, 24",
    "262144, 32",
    "33554431, 32",
    "33554432, 64",
    "72057594037927935, 64",
    "72057594037927936, 72",
    "-1, 72"
  })
  void writesUnsignedNumbers(long value, int bits) {
    out.varbitUint(value);

    BitReader in = reader();
    assertThat(in.varbitUint()).isEqualTo(value);
    assertThat(consumed(in)).isEqualTo(bits);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8",
    "-1, 8",
    "-64, 8",
    "63, 8",
    "64, 16",
    "-65, 16",
    "9223372036854775807, 80",
    "-9223372036854775808, 80"
  })
  void writesVarintsAsGoDoes(long value, int bits) {
    out.varint(value);

    BitReader in = reader();
    assertThat(in.varint()).isEqualTo(value);
    assertThat(consumed(in)).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ffffffffffffffffff02", "ffffffffffffffffffff01", "80808080808080808080808001"})
  void refusesAVarintOfMoreThan64Bits(String hex) {
    BitReader in = new BitReader();
    in.reset(Chunks.of(ChunkEncoding.XOR, "0001" + hex), 2);

    assertThatThrownBy(in::uvarint)
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("varint of at most 64 bits");
  }

  @Test
  void refusesToReadBehindTheEnd() {
    out.bits(5, 3);
    BitReader in = reader();
    in.bits(8);

    assertThatThrownBy(() -> in.bits(1))
        .isInstanceOf(CorruptBlockException.class)
        .hasMessageContaining("an end after 3 bytes");
  }

  @Property
  void readsBitsOfAnyWidthAtAnyPlace(
      @ForAll @Size(max = 100) List<@IntRange(min = 1, max = 64) Integer> widths,
      @ForAll long seed) {
    Random random = new Random(seed);
    out.reset();
    long[] values =
        widths.stream().mapToLong(width -> random.nextLong() >>> (64 - width)).toArray();
    for (int i = 0; i < values.length; i++) {
      out.bits(values[i] | (widths.get(i) == 64 ? 0 : -1L << widths.get(i)), widths.get(i));
    }

    BitReader in = reader();
    assertThat(widths.stream().mapToLong(in::bits).toArray()).isEqualTo(values);
  }

  private BitReader reader() {
    out.finish();
    byte[] data = new byte[2 + out.length()];
    System.arraycopy(out.bytes(), 0, data, 2, out.length());
    BitReader in = new BitReader();
    in.reset(Chunks.of(1, data), 2);
    return in;
  }

  private static int consumed(BitReader in) {
    return in.position - 16;
  }
}
