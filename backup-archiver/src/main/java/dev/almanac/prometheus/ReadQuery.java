package dev.almanac.prometheus;

import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.util.List;

/**
 * One question of a remote read.
 *
 * @param matchers which series: those that all hold for
 * @param time which samples
 * @param labelsOnly whether only label sets are wanted, as Prometheus says by the hint {@code
 *     series}
 */
public record ReadQuery(List<Matcher> matchers, TimeRange time, boolean labelsOnly) {

  public ReadQuery {
    matchers = List.copyOf(matchers);
  }
}
