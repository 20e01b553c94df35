package dev.almanac.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TimeRangeTest {

  private static final TimeRange RANGE = new TimeRange(10, 20);

  @Test
  void holdsItsBeginningButNotItsEnd() {
    assertThat(RANGE.contains(9)).isFalse();
    assertThat(RANGE.contains(10)).isTrue();
    assertThat(RANGE.contains(19)).isTrue();
    assertThat(RANGE.contains(20)).isFalse();
  }

  @Test
  void holdsNothingWhereItEndsAsItBegins() {
    TimeRange empty = new TimeRange(10, 10);

    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.contains(10)).isFalse();
    assertThat(RANGE.isEmpty()).isFalse();
  }

  @Test
  void refusesToEndBeforeItBegins() {
    assertThatThrownBy(() -> new TimeRange(20, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("time range ends (10) before it begins (20)");
  }

  @Test
  void overlapsOnlyWhereAnInstantIsInBoth() {
    assertThat(RANGE.overlaps(new TimeRange(19, 30))).isTrue();
    assertThat(RANGE.overlaps(new TimeRange(20, 30))).isFalse();
    assertThat(RANGE.overlaps(new TimeRange(0, 10))).isFalse();
    assertThat(RANGE.overlaps(new TimeRange(0, 11))).isTrue();
    assertThat(RANGE.overlaps(new TimeRange(15, 15))).isFalse();
    assertThat(new TimeRange(15, 15).overlaps(RANGE)).isFalse();
    assertThat(RANGE.overlaps(TimeRange.ALL)).isTrue();
  }

  @Test
  void holdsARangeInsideIt() {
    assertThat(RANGE.contains(RANGE)).isTrue();
    assertThat(RANGE.contains(new TimeRange(9, 20))).isFalse();
    assertThat(RANGE.contains(new TimeRange(10, 21))).isFalse();
    assertThat(TimeRange.ALL.contains(RANGE)).isTrue();
  }

  @Test
  void meetsARangeBesideItInNothing() {
    assertThat(RANGE.intersect(new TimeRange(30, 40))).isEqualTo(new TimeRange(30, 30));
    assertThat(new TimeRange(30, 40).intersect(RANGE)).isEqualTo(new TimeRange(30, 30));
    assertThat(RANGE.intersect(new TimeRange(20, 40))).isEqualTo(new TimeRange(20, 20));
  }

  @Property
  void agreesWithItsInstants(
      @ForAll @IntRange(max = 8) int a,
      @ForAll @IntRange(max = 8) int lengthOfA,
      @ForAll @IntRange(max = 8) int b,
      @ForAll @IntRange(max = 8) int lengthOfB) {
    TimeRange one = new TimeRange(a, a + lengthOfA);
    TimeRange other = new TimeRange(b, b + lengthOfB);
    boolean anyInBoth = false;
    for (int t = -1; t < 20; t++) {
      boolean inBoth = one.contains(t) && other.contains(t);
      anyInBoth |= inBoth;
      assertThat(one.intersect(other).contains(t)).isEqualTo(inBoth);
    }

    assertThat(one.overlaps(other)).isEqualTo(anyInBoth);
    assertThat(one.intersect(other).isEmpty()).isEqualTo(!anyInBoth);
  }
}
