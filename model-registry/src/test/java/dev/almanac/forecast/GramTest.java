package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class GramTest {

  private static double[] ones(int length) {
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void findsTheCoefficientsThatMadeASeries() {
    double[] z = new double[400];
    Random random = new Random(1);
    for (int t = 0; t < z.length; t++) {
      z[t] =
          t < 3
              ? random.nextGaussian()
              : .5 * z[t - 1] - .3 * z[t - 3] + random.nextGaussian() * 1e-6;
    }
    // It dies away, so the first values are most of what there is.
    double[] found =
        new Gram(z, ones(400), new int[] {1, 2, 3}).solve(new int[] {1, 3}, new double[2], 0);

    assertThat(found).containsExactly(new double[] {.5, -.3}, within(1e-4));
  }

  @Test
  void fallsBackToThePriorWhereThereIsNothingToLearn() {
    Gram gram = new Gram(new double[50], ones(50), new int[] {1, 5});

    assertThat(gram.solve(new int[] {1, 5}, new double[] {.5, .25}, 1e-3))
        .containsExactly(new double[] {.5, .25}, within(1e-12));
  }

  /** Residuals of least squares are at right angles to every regressor. */
  @Property(tries = 100)
  void leavesErrorsThatNoLagExplains(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int size) {
    Random random = new Random(seed);
    double[] z = random.doubles(120, -1, 1).toArray();
    double[] weights = random.doubles(120, .1, 1).toArray();
    int[] lags = random.ints(1, 30).distinct().limit(size).sorted().toArray();
    double[] c = new Gram(z, weights, lags).solve(lags, new double[lags.length], 0);

    for (int lag : lags) {
      double product = 0;
      for (int t = lags[lags.length - 1]; t < z.length; t++) {
        double error = z[t];
        for (int l = 0; l < lags.length; l++) {
          error -= c[l] * z[t - lags[l]];
        }
        product += weights[t] * error * z[t - lag];
      }
      assertThat(product).isCloseTo(0, within(1e-9));
    }
  }
}
