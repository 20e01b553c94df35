package dev.almanac.forecast.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Every expected value was worked out by hand from the formula in the Javadoc. */
class AccuracyTest {

  private static final double[] ACTUAL = {10, 20, 0, Double.NaN};
  private static final double[] FORECAST = {12, 15, 0, 99};

  @Test
  void takesTheSymmetricPercentage() {
    // 200 * 2/22 = 18.1818, 200 * 5/35 = 28.5714, nothing for zero against zero
    assertThat(Accuracy.smape(ACTUAL, FORECAST))
        .isCloseTo((400.0 / 22 + 1000.0 / 35) / 3, within(1e-12));
  }

  @Test
  void takesTheMeanAbsoluteError() {
    assertThat(Accuracy.mae(ACTUAL, FORECAST)).isCloseTo(7 / 3.0, within(1e-12));
  }

  @Test
  void scalesByTheSeasonalNaiveErrorOfTheTrainingPart() {
    // |3-1|, |2-2|, |7-3| and one that is not known
    double[] training = {1, 2, 3, 2, 7, Double.NaN};

    assertThat(Accuracy.naiveScale(training, 2)).isEqualTo(2);
    assertThat(Accuracy.mase(ACTUAL, FORECAST, 2)).isCloseTo(7 / 6.0, within(1e-12));
  }

  @Test
  void averagesTwoRatiosForOwa() {
    assertThat(Accuracy.owa(9, .8, 18, 2)).isCloseTo((.5 + .4) / 2, within(1e-12));
  }

  @Test
  void weighsErrorsOfAQuantileByItsLevel() {
    // below by 5 at 90 %: 4.5; above by 2: 0.2; exact: 0
    assertThat(Accuracy.pinball(ACTUAL, FORECAST, .9)).isCloseTo(4.7 / 3, within(1e-12));
  }

  @Test
  void countsLimitsAsWithinABand() {
    double[] lower = {10, 21, -1, 0};
    double[] upper = {11, 30, 1, 1};

    assertThat(Accuracy.coverage(ACTUAL, lower, upper)).isCloseTo(2 / 3.0, within(1e-12));
  }

  @Test
  void punishesValuesOutsideOfABandByTheirDistance() {
    double[] lower = {10, 21, 1, 0};
    double[] upper = {11, 30, 3, 1};

    // widths 1 + 9 + 2; below by 1 and by 1, each times 2 / 0.05; scaled by 4
    assertThat(Accuracy.msis(ACTUAL, lower, upper, .95, 4))
        .isCloseTo((12 + 40 + 40) / 3.0 / 4, within(1e-9));
  }

  @Test
  void isUnknownWhereNothingIsKnown() {
    double[] unknown = {Double.NaN};

    assertThat(Accuracy.smape(unknown, new double[1])).isNaN();
    assertThat(Accuracy.coverage(unknown, new double[1], new double[1])).isNaN();
  }

  @Test
  void refusesPathsOfDifferentLength() {
    assertThatThrownBy(() -> Accuracy.mae(new double[2], new double[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 actual values, but 3");
  }
}
