package dev.almanac.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.TimeRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveLayoutTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01",
    "-1, 1969-12-31",
    "86399999, 1970-01-01",
    "86400000, 1970-01-02",
    "1795392000000, 2026-11-23",
    "-62135596800000, 0001-01-01",
    "253402300799999, 9999-12-31"
  })
  void namesTheUtcDayOfATimestamp(long timestamp, String day) {
    assertThat(ArchiveLayout.dayName(ArchiveLayout.dayOf(timestamp))).isEqualTo(day);
    assertThat(ArchiveLayout.rangeOf(ArchiveLayout.dayNamed(day)).contains(timestamp)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {-62135596800001L, 253402300800000L, Long.MIN_VALUE, Long.MAX_VALUE})
  void refusesATimestampThatNoFolderCanName(long timestamp) {
    assertThatThrownBy(() -> ArchiveLayout.dayOf(timestamp))
        .isInstanceOf(TimestampOutOfRangeException.class)
        .hasMessageContaining("" + timestamp);
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-1-1", "2026-02-30", "+10000-01-01", "0000-01-01", "", "today"})
  void refusesAFolderThatNamesNoDay(String name) {
    assertThatThrownBy(() -> ArchiveLayout.dayNamed(name))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a day: " + name);
  }

  @Test
  void spansADayFromMidnightToMidnight() {
    assertThat(ArchiveLayout.rangeOf(1)).isEqualTo(new TimeRange(86_400_000, 172_800_000));
  }

  @Test
  void namesEveryObject() {
    assertThat(ArchiveLayout.partKey(ArchiveKind.HISTOGRAMS, 0, "01J", "p-0"))
        .isEqualTo("histograms/day=1970-01-01/01J-p-0.parquet");
    assertThat(ArchiveLayout.componentKey("0".repeat(64)))
        .isEqualTo("components/" + "0".repeat(64) + ".tar.zst");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "../x", "a/b", "-a", "a.b", "ä"})
  void refusesNamesThatCouldLeaveTheirFolder(String name) {
    assertThatThrownBy(() -> ArchiveLayout.partKey(ArchiveKind.SAMPLES, 0, name, "0"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ArchiveLayout.componentKey(name))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
