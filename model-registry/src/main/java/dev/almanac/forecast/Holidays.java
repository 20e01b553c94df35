package dev.almanac.forecast;

import de.focus_shift.jollyday.core.Holiday;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.HolidayType;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Year;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Public holidays of whole countries that fall on working days. */
final class Holidays {

  private static final Map<String, Set<Long>> CACHE = new ConcurrentHashMap<>();

  private Holidays() {}

  /** Whether the calendar of a country, by its two letters, is known. */
  static boolean knows(String country) {
    return HolidayManager.getSupportedCalendarCodes().stream().anyMatch(country::equalsIgnoreCase);
  }

  /**
   * Whether a day from Monday to Friday is a public holiday.
   *
   * @param day counted from 1970
   */
  static boolean isHoliday(String country, long day) {
    if (!isWorkday(day)) {
      return false;
    }
    int year = LocalDate.ofEpochDay(day).getYear();
    return CACHE.computeIfAbsent(country + year, key -> ofYear(country, year)).contains(day);
  }

  /** Whether a day is one from Monday to Friday. */
  static boolean isWorkday(long day) {
    // The first of January 1970 was a Thursday.
    return Math.floorMod(day + DayOfWeek.THURSDAY.getValue() - 1, 7) < 5;
  }

  /** Whether a day is a Sunday. */
  static boolean isSunday(long day) {
    return Math.floorMod(day + DayOfWeek.THURSDAY.getValue() - 1, 7) == 6;
  }

  private static Set<Long> ofYear(String country, int year) {
    HolidayManager manager =
        HolidayManager.getInstance(ManagerParameters.create(country.toLowerCase(Locale.ROOT)));
    Set<Long> days = new HashSet<>();
    for (Holiday holiday : manager.getHolidays(Year.of(year), HolidayType.PUBLIC_HOLIDAY)) {
      days.add(holiday.getDate().toEpochDay());
    }
    return days;
  }
}
