package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MedianTest {

  @Test
  void standsInTheMiddle() {
    assertThat(Median.of(new double[] {3}, 1)).isEqualTo(3);
    assertThat(Median.of(new double[] {3, 1, 99}, 2)).isEqualTo(2);
    assertThat(Median.of(new double[] {Double.MAX_VALUE, Double.MAX_VALUE}, 2))
        .isEqualTo(Double.MAX_VALUE);
  }

  @Property(tries = 300)
  void isWhatSortingWouldGive(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 600) int count, @ForAll boolean few) {
    Random random = new Random(seed);
    double[] values = new double[count];
    Arrays.setAll(values, i -> few ? random.nextInt(4) : random.nextGaussian());
    double[] sorted = values.clone();
    Arrays.sort(sorted);

    assertThat(Median.of(values, count)).isEqualTo(Median.ofSorted(sorted, count));
  }
}
