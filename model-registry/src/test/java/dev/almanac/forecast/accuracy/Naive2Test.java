package dev.almanac.forecast.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Naive2Test {

  /** 100, 200, 100, 200 … on a level: factors two thirds and four thirds. */
  private static final double[] SAW =
      IntStream.range(0, 40).mapToDouble(t -> t % 2 == 0 ? 100 : 200).toArray();

  @Test
  void repeatsTheLastValueWhereThereIsNoSeason() {
    assertThat(Naive2.forecast(new double[] {3, 1, 4}, 2, 3)).containsExactly(4, 4, 4);
    assertThat(Naive2.forecast(SAW, 1, 2)).containsExactly(200, 200);
  }

  @Test
  void findsTheFactorsOfASeason() {
    assertThat(Naive2.isSeasonal(SAW, 2)).isTrue();
    assertThat(Naive2.factors(SAW, 2))
        .containsExactly(new double[] {2 / 3.0, 4 / 3.0}, within(1e-12));
  }

  @Test
  void putsTheSeasonBack() {
    assertThat(Naive2.forecast(SAW, 2, 3))
        .containsExactly(new double[] {100, 200, 100}, within(1e-9));
  }

  @Test
  void seesNoSeasonWhereValuesDoNotRepeat() {
    double[] wave = IntStream.range(0, 40).mapToDouble(t -> 100 + (2 - t % 4) % 2 * 50).toArray();

    assertThat(Naive2.isSeasonal(wave, 4)).isTrue();
    assertThat(Naive2.isSeasonal(wave, 3)).isFalse();
  }
}
