package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ForecastTest {

  /** One step whose value is as likely anywhere from 500 below the median to 500 above. */
  private static Forecast even(double median, double lowest, double highest) {
    double[] errors = new double[999];
    Arrays.setAll(errors, i -> i - 499);
    QuantileCurve curve = QuantileCurve.ofErrors(errors, errors.length);
    return new Forecast(0, 1, new double[] {median}, new double[] {1}, curve, lowest, highest);
  }

  private static double width(Forecast.Interval band) {
    return band.upper()[0] - band.lower()[0];
  }

  @Test
  void leavesAsMuchOutBelowAsAbove() {
    Forecast.Interval band = even(1000, 0, 2000).interval(.8);

    assertThat(band.lower()[0]).isCloseTo(1000 - 400, within(1e-9));
    assertThat(band.upper()[0]).isCloseTo(1000 + 400, within(1e-9));
  }

  @Test
  void leavesAllOutAboveWhereNothingCanBeBelow() {
    // A quarter lies below zero, which is to say at zero.
    Forecast.Interval band = even(250, 0, 2000).interval(.8);

    assertThat(band.lower()[0]).isZero();
    assertThat(band.upper()[0]).isCloseTo(250 + 300, within(1e-9));
  }

  @Test
  void leavesAllOutBelowWhereNothingCanBeAbove() {
    Forecast.Interval band = even(250, -2000, 500).interval(.8);

    assertThat(band.lower()[0]).isCloseTo(250 - 300, within(1e-9));
    assertThat(band.upper()[0]).isEqualTo(500);
  }

  @Test
  void movesTheRestFromOneSideToTheOtherByAndBy() {
    // 15 % lie at zero: five of the ten that were to be below are left out above.
    assertThat(even(350, 0, 2000).interval(.8).upper()[0]).isCloseTo(350 + 350, within(1e-9));
  }

  @Test
  void isOnePointWhereNoErrorWasEverMade() {
    Forecast certain =
        new Forecast(0, 1, new double[] {0}, new double[] {0}, QuantileCurve.FLAT, 0, 0);

    assertThat(certain.interval(.99))
        .usingRecursiveComparison()
        .isEqualTo(new Forecast.Interval(new double[] {0}, new double[] {0}));
  }

  @Property
  void holdsMoreTheMoreIsAskedOfIt(
      @ForAll @DoubleRange(min = -800, max = 800) double median,
      @ForAll @DoubleRange(min = -40, max = 9) double logit,
      @ForAll @DoubleRange(min = -600, max = 0) double lowest,
      @ForAll @DoubleRange(min = 0, max = 600) double highest) {
    double coverage = 1 / (1 + Math.exp(-logit));
    double inside = Math.max(lowest, Math.min(highest, median));
    Forecast forecast = even(inside, lowest, highest);

    assertThat(width(forecast.interval(coverage))).isNotNegative();
    assertThat(width(forecast.interval(coverage / 2)))
        .isLessThanOrEqualTo(width(forecast.interval(coverage)) + 1e-9);
  }

  @Test
  void refusesACoverageOfNothingOrAll() {
    for (double coverage : new double[] {0, 1, Double.NaN}) {
      assertThatThrownBy(() -> even(0, -1, 1).interval(coverage))
          .hasMessageContaining("coverage: expected between 0 and 1");
    }
  }
}
