package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesRangeTest {

  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b");
  private static final Labels B_OF_ZONE = Labels.of("__name__", "b", "Zone", "x");
  private static final Labels C = Labels.of("__name__", "c");

  @Test
  void holdsEverySeriesWhereItHasNoBounds() {
    assertThat(SeriesRange.ALL.contains(Labels.EMPTY)).isTrue();
    assertThat(SeriesRange.ALL.contains(C)).isTrue();
  }

  @Test
  void holdsItsBeginningButNotItsEnd() {
    SeriesRange range = new SeriesRange(B, C);

    assertThat(range.contains(A)).isFalse();
    assertThat(range.isBefore(A)).isTrue();
    assertThat(range.contains(B)).isTrue();
    assertThat(range.contains(C)).isFalse();
    assertThat(range.isAfter(C)).isTrue();
    assertThat(range.isAfter(B)).isFalse();
    assertThat(range.isBefore(C)).isFalse();
  }

  @Test
  void followsTheOrderOfTheArchiveNotOfTheIndex() {
    assertThat(B_OF_ZONE).isLessThan(A);

    assertThat(new SeriesRange(A, null).contains(B_OF_ZONE)).isTrue();
    assertThat(new SeriesRange(null, A).contains(B_OF_ZONE)).isFalse();
  }

  @Test
  void refusesToEndBeforeItBegins() {
    assertThatThrownBy(() -> new SeriesRange(C, A))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("series range ends (a{}) before it begins (c{})");
    assertThat(new SeriesRange(B, B).contains(B)).isFalse();
  }
}
