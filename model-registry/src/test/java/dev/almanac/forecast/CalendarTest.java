package dev.almanac.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarTest {

  @Test
  void knowsPublicHolidaysOnWorkingDays() {
    assertThat(Holidays.isHoliday("DE", LocalDate.of(2026, 5, 1).toEpochDay())).isTrue();
    assertThat(Holidays.isHoliday("FR", LocalDate.of(2026, 7, 14).toEpochDay())).isTrue();
    assertThat(Holidays.isHoliday("DE", LocalDate.of(2026, 7, 14).toEpochDay())).isFalse();
    // German Unity Day is a Saturday in 2026.
    assertThat(Holidays.isHoliday("DE", LocalDate.of(2026, 10, 3).toEpochDay())).isFalse();
    assertThat(Holidays.isSunday(LocalDate.of(2026, 10, 4).toEpochDay())).isTrue();
    assertThat(Holidays.isWorkday(LocalDate.of(2026, 10, 5).toEpochDay())).isTrue();
  }

  @Test
  void refusesACountryItHasNoCalendarOf() {
    assertThatThrownBy(() -> ForecastOptions.of(1).withHolidaysOf("ZZ"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("country: no holidays are known of ZZ");
    assertThatThrownBy(() -> ForecastOptions.of(1).withHolidaysOf("de"))
        .hasMessageContaining("two capital letters");
  }

  private static double traffic(long day, int hour, boolean free) {
    return (free ? 20 : 100) + hour + day % 3;
  }

  /** Hours that end with the day before; the last holidays before were Easter. */
  private static History until(LocalDate end, int days, boolean holidaysAreFree) {
    long first = end.toEpochDay() - days;
    double[] values = new double[days * 24];
    for (int t = 0; t < values.length; t++) {
      long day = first + t / 24;
      boolean free = !Holidays.isWorkday(day) || (holidaysAreFree && Holidays.isHoliday("DE", day));
      values[t] = traffic(day, t % 24, free);
    }
    return new History(first * 86_400_000, Series.HOUR, values);
  }

  private static double noonOfMayDay(boolean holidaysAreFree, ForecastOptions options) {
    History history = until(LocalDate.of(2026, 5, 1), 42, holidaysAreFree);
    return Series.forecast(Forecasters.ensemble(), history, options).median()[12];
  }

  @Test
  void takesAHolidayForASunday() {
    ForecastOptions plain = ForecastOptions.of(24).withSeasons(List.of(24, 168));

    assertThat(noonOfMayDay(true, plain)).isGreaterThan(90);
    assertThat(noonOfMayDay(true, plain.withHolidaysOf("DE"))).isBetween(20.0, 50.0);
  }

  @Test
  void learnsThatHolidaysChangeNothing() {
    ForecastOptions options =
        ForecastOptions.of(24).withSeasons(List.of(24, 168)).withHolidaysOf("DE");

    // Two holidays were like any other day; the belief still counts for one.
    assertThat(noonOfMayDay(false, options)).isGreaterThan(70);
  }

  @Test
  void findsTheDayAndTheWeek() {
    History office = until(LocalDate.of(2026, 3, 1), 42, false);
    History everyDay = Series.daily(1000, 5);

    assertThat(seasons(office)).containsExactly(24, 168);
    assertThat(seasons(everyDay)).contains(24);
  }

  @Test
  void findsAnotherSeasonInTheSpectrum() {
    History ofThirtySevenSteps =
        Series.hourly(900, t -> 50 + 20 * StrictMath.sin(2 * Math.PI * t / 37) + t % 7 * .1);

    assertThat(seasons(ofThirtySevenSteps)).containsExactly(37);
  }

  @Test
  void findsNoSeasonInNoiseOrInALine() {
    assertThat(seasons(Series.hourly(900, t -> 3 * t))).isEmpty();
    java.util.Random random = new java.util.Random(11);
    assertThat(seasons(Series.hourly(900, t -> random.nextGaussian()))).isEmpty();
  }

  private static List<Integer> seasons(History history) {
    return Series.fitted(Forecasters.naive(), history, ForecastOptions.of(24)).model().seasons();
  }
}
