package dev.almanac.prometheus;

import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.util.List;

/**
 * One question of a remote read.
 *
 * @param matchers which series: those that all hold for
 * @param time which samples
 * @param hints what they are wanted for
 */
public record ReadQuery(List<Matcher> matchers, TimeRange time, ReadHints hints) {

  public ReadQuery {
    matchers = List.copyOf(matchers);
  }

  /** Both ends are included on the wire; the last millisecond there is is nobody's. */
  static TimeRange inclusive(long start, long end) {
    long until = end == Long.MAX_VALUE ? end : end + 1;
    return new TimeRange(start, Math.max(start, until));
  }

  /** Whether only label sets are wanted. */
  public boolean labelsOnly() {
    return hints.function().equals(ReadHints.SERIES);
  }
}
