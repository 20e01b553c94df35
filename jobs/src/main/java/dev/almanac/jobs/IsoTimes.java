package dev.almanac.jobs;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Moments as text, as {@link DateTimeFormatter#ISO_LOCAL_DATE_TIME} writes them. An answer has
 * millions, and the formatter takes longer for one than the database for the row.
 */
final class IsoTimes {

  private static final int MICROS = 1_000_000;
  private static final int DAY = 86_400;
  private static final int DIGITS_OF_MICROS = 6;
  private static final int LONGEST = "2026-11-22T00:00:00.123456".length();

  private IsoTimes() {}

  /**
   * A moment in UTC.
   *
   * @param micros microseconds since 1970
   */
  static String text(long micros) {
    long seconds = Math.floorDiv(micros, MICROS);
    int fraction = Math.floorMod(micros, MICROS);
    LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, DAY));
    if (date.getYear() < 0 || date.getYear() > 9999) {
      return DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
          LocalDateTime.ofEpochSecond(seconds, fraction * 1000, ZoneOffset.UTC));
    }
    int second = Math.floorMod(seconds, DAY);
    char[] text = new char[LONGEST];
    digits(text, 0, 4, date.getYear());
    separated(text, 4, '-', date.getMonthValue());
    separated(text, 7, '-', date.getDayOfMonth());
    separated(text, 10, 'T', second / 3600);
    separated(text, 13, ':', second / 60 % 60);
    separated(text, 16, ':', second % 60);
    return new String(text, 0, 19 + fraction(text, fraction));
  }

  /** Writes as many digits as it takes, and tells how many characters that were. */
  private static int fraction(char[] text, int micros) {
    if (micros == 0) {
      return 0;
    }
    int digits = DIGITS_OF_MICROS;
    int rest = micros;
    while (rest % 10 == 0) {
      rest /= 10;
      digits--;
    }
    text[19] = '.';
    digits(text, 20, digits, rest);
    return 1 + digits;
  }

  private static void separated(char[] text, int at, char separator, int number) {
    text[at] = separator;
    digits(text, at + 1, 2, number);
  }

  private static void digits(char[] text, int at, int count, int number) {
    int rest = number;
    for (int i = at + count - 1; i >= at; i--) {
      text[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }
}
