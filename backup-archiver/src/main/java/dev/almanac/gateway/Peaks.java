package dev.almanac.gateway;

import dev.almanac.archive.RollupNumber;
import dev.almanac.archive.RollupStep;
import dev.almanac.gateway.RolledSlice.Rolled;
import dev.almanac.prometheus.ReadHints;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The greatest and the least of one long window: of days that lie in it altogether the greatest of
 * each hour is as good as all samples. Whether a query has just one window is the one thing that
 * hints do tell beyond doubt: what the selector needs is then as long as its range, and with a
 * subquery around it or several steps it is longer.
 */
final class Peaks {

  private static final Map<String, RollupNumber> FUNCTIONS =
      Map.of("max_over_time", RollupNumber.MAX, "min_over_time", RollupNumber.MIN);

  private Peaks() {}

  /** What of hours answers a query as well as samples. */
  static Optional<RollupNumber> asked(ReadHints hints) {
    long needed = hints.time().until() - 1 - hints.time().from();
    // Prometheus 3 leaves out the beginning of a window, and does not ask for it.
    boolean oneWindow =
        hints.range() > 1 && (needed == hints.range() || needed == hints.range() - 1);
    return oneWindow ? Optional.ofNullable(FUNCTIONS.get(hints.function())) : Optional.empty();
  }

  /**
   * The slices of a time: hours of days that are rolled up and lie inside the window, samples of
   * all others.
   */
  static List<Slice> slices(
      Shown archive, List<Rolled> rollups, RollupNumber number, TimeRange window, TimeRange time) {
    List<Slice> slices = new ArrayList<>();
    long from = time.from();
    List<Rolled> together = new ArrayList<>();
    for (Rolled day : rollups) {
      if (!isInside(day, window, time)) {
        continue;
      }
      if (day.time().from() > from) {
        addHours(slices, together, number);
        slices.addAll(RawSlice.of(List.of(archive), new TimeRange(from, day.time().from())));
        together.clear();
      }
      together.add(day);
      from = day.time().until();
    }
    addHours(slices, together, number);
    slices.addAll(RawSlice.of(List.of(archive), new TimeRange(from, time.until())));
    return slices;
  }

  /** Days whose samples are gone are left out: the answer is to be that of samples. */
  private static boolean isInside(Rolled day, TimeRange window, TimeRange time) {
    return day.has(RollupStep.HOUR)
        && !day.day().files().isEmpty()
        && window.from() < day.time().from()
        && day.time().until() < window.until()
        && time.contains(day.time());
  }

  private static void addHours(List<Slice> slices, List<Rolled> days, RollupNumber number) {
    if (!days.isEmpty()) {
      TimeRange time =
          new TimeRange(days.get(0).time().from(), days.get(days.size() - 1).time().until());
      slices.addAll(RolledSlice.of(days, new RolledSlice.Kind(RollupStep.HOUR, number), time));
    }
  }
}
