package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 0, 1",
    "-17, 0, -17",
    "0.1, 1, 1",
    "-0.25, 2, -25",
    "1234.56, 2, 123456",
    "3.2e-05, 6, 32",
    "1e-22, 22, 1",
    "9007199254740992, 0, 9007199254740992",
    "-9007199254740992, 0, -9007199254740992",
    "9007199254740991, 0, 9007199254740991",
    "99999999999.9999, 4, 999999999999999"
  })
  void findsTheFewestDecimals(double value, int scale, long mantissa) {
    long bits = Double.doubleToRawLongBits(value);

    assertThat(Decimals.scaleOf(bits)).isEqualTo(scale);
    assertThat(Decimals.mantissa(bits, scale)).isEqualTo(mantissa);
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {
        -0.0,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        0.1 + 0.2,
        1e22,
        9007199254740994.0,
        -9007199254740994.0,
        0x1p63,
        Double.MIN_VALUE,
        Double.MIN_NORMAL,
        Double.MAX_VALUE,
        1e-23,
        Math.PI
      })
  void leavesWhatIsNoShortDecimal(double value) {
    assertThat(Decimals.scaleOf(Double.doubleToRawLongBits(value))).isEqualTo(-1);
  }

  @Property
  void givesBackTheBitsOfEveryMantissaItFinds(
      @ForAll("bits") long bits, @ForAll @IntRange(max = Decimals.MAX_SCALE) int scale) {
    long mantissa = Decimals.mantissa(bits, scale);

    assertThat(mantissa == Decimals.NONE || Decimals.bits(mantissa, scale) == bits).isTrue();
  }

  @Property
  void findsADecimalOfFifteenDigits(
      @ForAll("fifteenDigits") long digits, @ForAll @IntRange(max = 15) int scale) {
    long bits = Double.doubleToRawLongBits(Double.parseDouble(digits + "e-" + scale));

    assertThat(Decimals.scaleOf(bits)).isBetween(0, scale);
  }

  @Provide
  Arbitrary<Long> bits() {
    return Arbitraries.oneOf(
        Arbitraries.longs(), Arbitraries.doubles().map(Double::doubleToRawLongBits));
  }

  @Provide
  Arbitrary<Long> fifteenDigits() {
    return Arbitraries.longs().between(-999_999_999_999_999L, 999_999_999_999_999L);
  }
}
