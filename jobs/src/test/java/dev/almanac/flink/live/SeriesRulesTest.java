package dev.almanac.flink.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesRulesTest {

  static Stream<Labels> sound() {
    return Stream.of(
        Labels.of("__name__", "up"),
        Labels.of("__name__", "a:b_c9", "_x", "any text at all, \uD83D\uDE00"),
        Labels.of("A", "before the name", "__name__", ":"));
  }

  static Stream<Labels> broken() {
    return Stream.of(
        Labels.EMPTY,
        Labels.of("job", "nameless"),
        Labels.of("__name__", ""),
        Labels.of("__name__", "9up"),
        Labels.of("__name__", "http.duration"),
        Labels.of("__name__", "up", "a:b", "colon"),
        Labels.of("__name__", "up", "service.name", "dot"),
        Labels.of("__name__", "up", "", "nothing"),
        Labels.of("__name__", "up", "job", ""),
        Labels.of("__name__", "up", "job", "half a pair \uD83D"),
        Labels.of("__name__", "up", "job", "\uDE00 the other half"));
  }

  @ParameterizedTest
  @MethodSource("sound")
  void allowsNamesOfTheProtocol(Labels labels) {
    assertThat(SeriesRules.allow(SeriesRun.of(labels, 1, Double.NaN))).isTrue();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void allowsNoOthers(Labels labels) {
    assertThat(SeriesRules.allow(SeriesRun.of(labels, 1, 1))).isFalse();
  }

  @Test
  void allowsNoTimesThatStandStillOrGoBack() {
    Labels up = Labels.of("__name__", "up");

    assertThat(SeriesRules.allow(new SeriesRun(up, new long[] {1, 2}, new long[2]))).isTrue();
    assertThat(SeriesRules.allow(new SeriesRun(up, new long[] {2, 2}, new long[2]))).isFalse();
    assertThat(SeriesRules.allow(new SeriesRun(up, new long[] {2, 1}, new long[2]))).isFalse();
  }
}
