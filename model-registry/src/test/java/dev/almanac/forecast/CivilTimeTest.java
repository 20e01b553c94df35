package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class CivilTimeTest {

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  private static long at(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  @Test
  void countsStepsByTheClockOnTheWall() {
    CivilTime berlin = new CivilTime(BERLIN, Series.HOUR);

    assertThat(berlin.number(at("1970-01-01T00:00:00Z"))).isEqualTo(1);
    // The hour from two to three is missing in spring and comes twice in autumn.
    long spring = at("2026-03-29T00:00:00Z");
    long autumn = at("2026-10-25T00:00:00Z");
    assertThat(differences(berlin.numbers(spring, 3))).containsExactly(2, 1);
    assertThat(differences(berlin.numbers(autumn, 3))).containsExactly(0, 1);
  }

  private static long[] differences(long[] numbers) {
    return new long[] {numbers[1] - numbers[0], numbers[2] - numbers[1]};
  }

  @Test
  void keepsStandardTimeWhereAChangeIsNoWholeNumberOfSteps() {
    CivilTime days = new CivilTime(BERLIN, 24 * Series.HOUR);

    assertThat(days.numbers(at("2026-03-27T00:00:00Z"), 5))
        .containsExactly(20539, 20540, 20541, 20542, 20543);
    assertThat(days.stepsPerDay()).isZero();
  }

  /** Busy from eight to noon by the clock on the wall. */
  private static History office(String from, int hours) {
    long start = at(from);
    return new History(
        start,
        Series.HOUR,
        java.util.stream.IntStream.range(0, hours)
            .mapToDouble(t -> busy(start + t * Series.HOUR) + t % 5 * .1)
            .toArray());
  }

  private static double busy(long time) {
    int hour = ZonedDateTime.ofInstant(Instant.ofEpochMilli(time), BERLIN).getHour();
    return hour >= 8 && hour < 12 ? 100 : 10;
  }

  @Test
  void followsTheClockThroughItsChangeInSpringAndInAutumn() {
    for (String from : List.of("2026-03-05T23:00:00Z", "2026-10-01T22:00:00Z")) {
      // The change falls into the forecast; in the second round it is three days past.
      for (int hours : new int[] {23 * 24, 27 * 24}) {
        History history = office(from, hours);
        ForecastOptions options = ForecastOptions.of(72).withSeasons(List.of(24)).withZone(BERLIN);

        Forecast forecast = Series.forecast(Forecasters.ensemble(), history, options);

        for (int h = 0; h < 72; h++) {
          assertThat(forecast.median()[h] > 55)
              .as("%s + %s + %s", from, hours, h)
              .isEqualTo(busy(forecast.time(h)) > 55);
        }
      }
    }
  }

  @Test
  void wouldBeAnHourLateWithoutKnowingTheZone() {
    History history = office("2026-03-05T23:00:00Z", 23 * 24);
    ForecastOptions utc = ForecastOptions.of(72).withSeasons(List.of(24)).withZone(ZoneOffset.UTC);
    Forecast forecast = Series.forecast(Forecasters.ensemble(), history, utc);

    int wrong = 0;
    for (int h = 0; h < 72; h++) {
      wrong += (forecast.median()[h] > 55) != (busy(forecast.time(h)) > 55) ? 1 : 0;
    }
    assertThat(wrong).isGreaterThanOrEqualTo(4);
  }
}
