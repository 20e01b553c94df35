package dev.almanac.episode;

import static dev.almanac.episode.Floats.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import org.junit.jupiter.api.Test;

class SoughtTest {

  private static final Labels GAUGE = Labels.of("__name__", "load");
  private static final Labels COUNTER = Labels.of("__name__", "requests_total");
  private static final long AT = 1_000_000;

  @Test
  void findsALevel() {
    Sought sought = Sought.source(GAUGE, AT);
    sought.take(run(AT - 15_000, 1, AT, 7, AT + 15_000, 2));

    assertThat(sought.found()).hasValue(7);
  }

  @Test
  void findsNothingWhereThereIsNoSampleAtThatTime() {
    Sought sought = Sought.source(GAUGE, AT);
    sought.take(run(AT - 1, 1, AT + 1, 2));

    assertThat(sought.found()).isEmpty();
  }

  @Test
  void findsTheRateOfACounter() {
    Sought sought = Sought.source(COUNTER, AT);
    sought.take(run(AT - 10_000, 100));
    sought.take(run(AT, 150));

    assertThat(sought.found()).hasValue(5);
  }

  @Test
  void knowsNoRateAtAResetNorAtTheFirstSampleNorAfterAGap() {
    Sought reset = Sought.source(COUNTER, AT);
    reset.take(run(AT - 10_000, 100, AT, 1));
    Sought first = Sought.source(COUNTER, AT);
    first.take(run(AT, 1));
    Sought gap = Sought.source(COUNTER, AT);
    gap.take(run(AT - 300_001, 0, AT, 1));

    assertThat(reset.found()).isEmpty();
    assertThat(first.found()).isEmpty();
    assertThat(gap.found()).isEmpty();
  }

  @Test
  void findsNoNumberThatIsNone() {
    Sought sought = Sought.value(AT);
    sought.take(run(AT, Double.POSITIVE_INFINITY));

    assertThat(sought.found()).isEmpty();
  }
}
