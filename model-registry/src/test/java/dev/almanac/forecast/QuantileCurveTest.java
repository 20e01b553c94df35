package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class QuantileCurveTest {

  private static QuantileCurve ofNumbers(int count) {
    double[] errors = new double[count];
    Arrays.setAll(errors, i -> i + 1);
    return QuantileCurve.ofErrors(errors, count);
  }

  @Test
  void findsQuantilesOfErrors() {
    QuantileCurve curve = ofNumbers(999);

    assertThat(curve.at(.5)).isCloseTo(500, within(1e-9));
    assertThat(curve.at(.95)).isCloseTo(950, within(1e-9));
    assertThat(curve.at(.55)).isCloseTo(550, within(1e-9));
    assertThat(curve.mean()).isCloseTo(500, within(1e-6));
  }

  @Test
  void goesOnBeyondTheOutermostLevels() {
    QuantileCurve curve = ofNumbers(999);

    // From 99 to 99.9 % it reaches 9 further, so as far again for the next tenth of the rest.
    assertThat(curve.at(.9999)).isCloseTo(999 + 9, within(1e-6));
    assertThat(curve.at(.0001)).isCloseTo(1 - 9, within(1e-6));
  }

  @Test
  void isFlatWithoutErrors() {
    assertThat(QuantileCurve.ofErrors(new double[0], 0).at(.99)).isZero();
  }

  @Test
  void widensLikeStudentsDistributionAndByWhatTwoParametersFit() {
    double[] errors = new double[99_999];
    // Levels of a normal distribution are all that matters: any symmetric errors do.
    Arrays.setAll(errors, i -> (i - 49_999) / 50_000.0);
    QuantileCurve narrow = QuantileCurve.ofErrors(errors, errors.length);

    // t with 6 degrees of freedom: 2.447 and 3.707, the normal distribution: 1.960 and 2.576
    QuantileCurve wide = narrow.widened(18);
    double optimism = Math.sqrt(20 / 16.0);
    assertThat(wide.at(.975) / narrow.at(.975)).isCloseTo(optimism * 2.447 / 1.960, within(.01));
    assertThat(wide.at(.995) / narrow.at(.995)).isCloseTo(optimism * 3.707 / 2.576, within(.04));
    assertThat(wide.at(.5)).isCloseTo(0, within(1e-9));
  }

  @Test
  void putsEqualErrorsAtTheMiddleOfTheirRanks() {
    double[] errors = new double[99];
    Arrays.fill(errors, 90, 99, 1);

    QuantileCurve curve = QuantileCurve.ofErrors(errors, errors.length);

    // Zeros are the first to the 90th of a hundred parts, so at 45.5; ones at 95.
    assertThat(curve.at(.4)).isZero();
    assertThat(curve.at(.9)).isCloseTo((90 - 45.5) / (95 - 45.5), within(1e-9));
    assertThat(curve.at(.975)).isEqualTo(1);
  }

  @Test
  void tellsWhichPartOfTheErrorsIsOnASideOfOne() {
    QuantileCurve curve = ofNumbers(999);

    assertThat(curve.partUpTo(850)).isCloseTo(.85, within(1e-9));
    assertThat(curve.partFrom(850)).isCloseTo(.15, within(1e-9));
    assertThat(curve.partUpTo(-1)).isZero();
    assertThat(curve.partFrom(-1)).isEqualTo(1);
    assertThat(curve.partUpTo(1000)).isEqualTo(1);
    assertThat(curve.partFrom(1000)).isZero();
    assertThat(QuantileCurve.FLAT.partUpTo(0)).isEqualTo(1);
    assertThat(QuantileCurve.FLAT.partFrom(0)).isEqualTo(1);
  }

  @Test
  void tellsPartsOfHugeErrors() {
    double[] huge = new double[QuantileCurve.SIZE];
    Arrays.setAll(huge, i -> i < QuantileCurve.SIZE / 2 ? -Double.MAX_VALUE : Double.MAX_VALUE);

    assertThat(new QuantileCurve(huge).partUpTo(0)).isBetween(.4, .5);
    assertThat(new QuantileCurve(huge).partFrom(0)).isBetween(.5, .6);
  }

  @Test
  void refusesWhatIsNoCurve() {
    double[] falling = new double[QuantileCurve.SIZE];
    falling[3] = -1;

    assertThatThrownBy(() -> new QuantileCurve(falling)).hasMessageContaining("not a curve");
    assertThatThrownBy(() -> new QuantileCurve(new double[3])).hasMessageContaining("3 units");
    assertThatThrownBy(() -> QuantileCurve.FLAT.at(1)).hasMessageContaining("found 1.0");
  }
}
