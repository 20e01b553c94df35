package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

class WholeValueTest {

  private static final String MANY_WAYS = "x*x*x*x*x*x*x*x*x*x*y";

  @Test
  void givesUpWhereThereAreTooManyWaysToMatch() {
    assertThatThrownBy(() -> new WholeValue(MANY_WAYS).test("x".repeat(200)))
        .isInstanceOf(CostlyExpressionException.class)
        .hasMessageStartingWith(
            "the regular expression \"" + MANY_WAYS + "\" takes too much time on")
        .hasMessageContaining("xx…");
  }

  @Test
  void givesUpWhereAValueIsLongerThanTheStack() {
    String value = "ab".repeat(1_000_000);

    assertThatThrownBy(() -> new WholeValue("(a|b)*").test(value))
        .isInstanceOf(CostlyExpressionException.class)
        .hasMessageContaining("takes too much stack on \"abab");
  }

  @Test
  void stopsWhereItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> new WholeValue(MANY_WAYS).test("x".repeat(200)))
          .isInstanceOf(UncheckedIOException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void answersForLongValues() {
    String value = "x".repeat(1_000_000);

    assertThat(new WholeValue("x+").test(value)).isTrue();
    assertThat(new WholeValue(".*y").test(value)).isFalse();
  }
}
