package dev.almanac.forecast;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * Steps counted by the clock on the wall, since 1970. Where clocks are put forward, numbers are
 * missing; where they are put back, numbers come twice. So noon is noon in summer and in winter.
 *
 * <p>Where an hour is no whole number of steps, the zone's standard time is kept.
 */
record CivilTime(ZoneId zone, long step) {

  /** What clocks are changed by; half of that on one small island. */
  private static final long HOUR = 3_600_000;

  private static final long DAY = 86_400_000;

  /** How many steps a civil day has; 0 where that is no whole number of two or more. */
  int stepsPerDay() {
    return DAY % step == 0 && step < DAY ? (int) (DAY / step) : 0;
  }

  /** The number of the step that a time lies in. */
  long number(long time) {
    return Math.floorDiv(time + offset(time), step);
  }

  private long offset(long time) {
    ZoneRules rules = zone.getRules();
    Instant instant = Instant.ofEpochMilli(time);
    return 1000L
        * (HOUR % step == 0 ? rules.getOffset(instant) : rules.getStandardOffset(instant))
            .getTotalSeconds();
  }

  /** Numbers of consecutive steps from a time on; looks up each change of clocks once. */
  long[] numbers(long start, int count) {
    long[] numbers = new long[count];
    long until = Long.MIN_VALUE;
    long offset = 0;
    for (int i = 0; i < count; i++) {
      long time = start + i * step;
      if (time >= until) {
        offset = offset(time);
        ZoneOffsetTransition next = zone.getRules().nextTransition(Instant.ofEpochMilli(time));
        until = next == null ? Long.MAX_VALUE : next.toEpochSecond() * 1000;
      }
      numbers[i] = Math.floorDiv(time + offset, step);
    }
    return numbers;
  }
}
