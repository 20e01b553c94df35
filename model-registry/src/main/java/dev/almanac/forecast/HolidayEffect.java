package dev.almanac.forecast;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a public holiday does to a series: it makes a working day more or less like a Sunday.
 *
 * @param country whose holidays count
 * @param change what a holiday adds to a working day, by step of the day
 */
@SuppressWarnings("ArrayRecordComponent") // package-private, and nobody changes them
record HolidayEffect(String country, double[] change) {

  /** How many holidays the belief counts for that they are like Sundays. */
  private static final double BELIEF = 1;

  /** What the effect adds to the step of a number. */
  double at(long number) {
    long day = Math.floorDiv(number, (long) change.length);
    return Holidays.isHoliday(country, day)
        ? change[(int) Math.floorMod(number, (long) change.length)]
        : 0;
  }

  /**
   * Learns the effect from the Sundays and the holidays of a frame; none where it holds fewer than
   * two Sundays.
   *
   * @param day steps of a day
   */
  static Optional<HolidayEffect> learn(Frame frame, String country, int day) {
    double[][] sundays = new double[day][frame.length() / day + 1];
    double[][] workdays = new double[day][frame.length() / day + 1];
    int[] sundayCount = new int[day];
    int[] workdayCount = new int[day];
    double[] values = frame.values(Scale.LINEAR);
    for (int i = 0; i < values.length; i++) {
      int step = frame.phase(i, day);
      long date = Math.floorDiv(frame.number(i), (long) day);
      if (!frame.known(i) || Holidays.isHoliday(country, date)) {
        continue;
      }
      if (Holidays.isSunday(date)) {
        sundays[step][sundayCount[step]++] = values[i];
      } else if (Holidays.isWorkday(date)) {
        workdays[step][workdayCount[step]++] = values[i];
      }
    }
    double[] usual = new double[day];
    double[] change = new double[day];
    for (int k = 0; k < day; k++) {
      if (sundayCount[k] < 2 || workdayCount[k] < 2) {
        return Optional.empty();
      }
      usual[k] = Median.of(workdays[k], workdayCount[k]);
      change[k] = Median.of(sundays[k], sundayCount[k]) - usual[k];
    }
    double part = part(frame, country, usual, change);
    return Optional.of(
        new HolidayEffect(country, Arrays.stream(change).map(c -> part * c).toArray()));
  }

  /** Which part of a Sunday past holidays were, by least squares with a prior of one. */
  private static double part(Frame frame, String country, double[] usual, double[] change) {
    double square = 0;
    for (double c : change) {
      square += c * c;
    }
    double above = BELIEF * square;
    double below = BELIEF * square;
    for (int i = 0; i < frame.length(); i++) {
      int k = frame.phase(i, change.length);
      long date = Math.floorDiv(frame.number(i), (long) change.length);
      if (frame.known(i) && Holidays.isHoliday(country, date)) {
        above += (frame.values(Scale.LINEAR)[i] - usual[k]) * change[k];
        below += change[k] * change[k];
      }
    }
    return below > 0 ? above / below : 0;
  }
}
