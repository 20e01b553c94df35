package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments as text. */
class IsoTimesTest {

  private static final long YEAR_ZERO = -62_167_219_200_000_000L;
  private static final long YEAR_TEN_THOUSAND = 253_402_300_800_000_000L;

  @ParameterizedTest
  @CsvSource({
    "0, 1970-01-01T00:00:00",
    "-1, 1969-12-31T23:59:59.999999",
    "1795305599999000, 2026-11-21T23:59:59.999",
    "1795305600100000, 2026-11-22T00:00:00.1",
    "1709164800000000, 2024-02-29T00:00:00",
    "-62167219200000001, -0001-12-31T23:59:59.999999",
    "-62167219200000000, 0000-01-01T00:00:00",
    "253402300799999999, 9999-12-31T23:59:59.999999",
    "253402300800000000, +10000-01-01T00:00:00",
    "9223372036854775807, +294247-01-10T04:00:54.775807"
  })
  void hasAsManyDigitsAsAMomentTakes(long micros, String text) {
    assertThat(IsoTimes.text(micros)).isEqualTo(text);
  }

  @Property(tries = 2_000)
  void isWhatTheFormatterWritesOfAnyMoment(@ForAll long micros) {
    assertThat(IsoTimes.text(micros)).isEqualTo(formatted(micros));
  }

  @Property(tries = 2_000)
  void isWhatTheFormatterWritesOfYearsOfFourDigits(
      @ForAll @LongRange(min = YEAR_ZERO, max = YEAR_TEN_THOUSAND) long micros) {
    assertThat(IsoTimes.text(micros)).isEqualTo(formatted(micros));
  }

  private static String formatted(long micros) {
    return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
        LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC).plus(micros, ChronoUnit.MICROS));
  }
}
