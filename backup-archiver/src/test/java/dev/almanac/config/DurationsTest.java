package dev.almanac.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "1ms, PT0.001S, 1ms",
    "90s, PT1M30S, 1m30s",
    "5m, PT5M, 5m",
    "1d12h, PT36H, 1d12h",
    "4w, PT672H, 28d",
    "1y, PT8760H, 365d",
    "0h5m, PT5M, 5m"
  })
  void readsLengthsAsPrometheusWritesThem(String text, Duration duration, String again) {
    assertThat(Durations.parse(text)).isEqualTo(duration);
    assertThat(Durations.format(duration)).isEqualTo(again);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "5", "m", "-5m", "5 m", "5m1h", "1.5h", "0s", "5x", "PT5M"})
  void refusesWhatIsNoLengthOfTime(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a length of time such as 5m, 1d12h or 4w, found \"" + text + "\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"99999999999999999999s", "9999999999y", "106751991168d"})
  void refusesWhatIsTooLongToCount(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("too long a time: \"" + text + "\"");
  }
}
