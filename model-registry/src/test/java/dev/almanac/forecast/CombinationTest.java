package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import org.junit.jupiter.api.Test;

class CombinationTest {

  private static double combined(double[] weights, double... values) {
    double[][] paths = new double[values.length][];
    for (int m = 0; m < values.length; m++) {
      paths[m] = new double[] {values[m]};
    }
    double[] out = new double[1];
    new Combination(Collections.nCopies(values.length, new Naive()), weights)
        .combine(paths, 1, out);
    return out[0];
  }

  @Test
  void isTheMedianWhereAllCountTheSame() {
    assertThat(combined(new double[] {1}, 7)).isEqualTo(7);
    assertThat(combined(new double[] {1, 1}, 7, 3)).isEqualTo(5);
    assertThat(combined(new double[] {1, 1, 1}, 7, 1e9, 3)).isEqualTo(7);
  }

  @Test
  void leansTowardsTheMembersThatCountMore() {
    // Half of the weight, 2, lies between the middles of 3 (at 0.5) and of 7 (at 2.5).
    assertThat(combined(new double[] {3, 1}, 7, 3)).isCloseTo(6, within(1e-12));
  }

  @Test
  void doesNotDependOnTheOrderOfSteps() {
    double[] weights = {1, .5, .25};
    double[][] paths = {{1, 9, 4}, {2, 1, 4}, {3, 5, 4}};
    double[] out = new double[3];
    new Combination(Collections.nCopies(3, new Naive()), weights).combine(paths, 3, out);

    assertThat(out).containsExactly(combined(weights, 1, 2, 3), combined(weights, 9, 1, 5), 4);
  }
}
