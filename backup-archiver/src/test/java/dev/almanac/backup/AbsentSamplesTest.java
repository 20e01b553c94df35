package dev.almanac.backup;

import static dev.almanac.backup.ListedSeries.drain;
import static dev.almanac.backup.ListedSeries.run;
import static dev.almanac.backup.ListedSeries.series;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AbsentSamplesTest {

  private static AbsentSamples absent(ListedSeries samples, ListedSeries present) {
    return new AbsentSamples(samples, present);
  }

  @Test
  void areAllWhereTheOtherHasNoSuchSeries() {
    assertThat(
            drain(
                absent(
                    new ListedSeries(series("b", run(1, 10, 2, 20))),
                    new ListedSeries(series("a", run(1, 10)), series("c", run(2, 20))))))
        .containsExactly("b ^1=10 2=20");
  }

  @Test
  void areNoneWhereTheOtherHasTheSame() {
    assertThat(
            drain(
                absent(
                    new ListedSeries(series("a", run(1, 10, 2, 20)), series("b", run(3, 30))),
                    new ListedSeries(
                        series("a", run(1, 10), run(2, 20)), series("b", run(3, 30))))))
        .isEmpty();
  }

  @Test
  void areThoseBetweenBeforeAndAfter() {
    assertThat(
            drain(
                absent(
                    new ListedSeries(
                        series("a", run(1, 10, 2, 20, 3, 30), run(4, 40, 5, 50, 6, 60))),
                    new ListedSeries(series("a", run(2, 20, 4, 40), run(5, 50))))))
        .containsExactly("a 1=10 3=30".replace("a 1", "a ^1"), "a 6=60");
  }

  @Test
  void areNotThoseThatTheOtherHasWithAnotherValue() {
    assertThat(
            drain(
                absent(
                    new ListedSeries(series("a", run(1, 10, 2, 20))),
                    new ListedSeries(series("a", run(1, 99))))))
        .containsExactly("a 2=20");
  }
}
