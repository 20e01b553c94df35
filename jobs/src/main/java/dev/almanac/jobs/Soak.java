package dev.almanac.jobs;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** How live scoring fared over time: one look after the other. */
final class Soak {

  /**
   * One look.
   *
   * @param second since the measurement began
   * @param lagSeconds how far behind the clock everything has been scored; NaN while nobody knows
   * @param taken samples that the scorer has taken so far, cold ones too
   * @param heapBytes of the job and of the exporter
   * @param serverBytes of the Prometheus, resident
   */
  record Look(double second, double lagSeconds, double taken, long heapBytes, double serverBytes) {}

  private static final int ROWS = 12;

  private final List<Look> looks = new ArrayList<>();

  void add(Look look) {
    looks.add(look);
  }

  private Look first() {
    return looks.get(0);
  }

  private Look last() {
    return looks.get(looks.size() - 1);
  }

  /** Samples that were scored in a second on average. */
  double perSecond() {
    return (last().taken() - first().taken()) / (last().second() - first().second());
  }

  double most(ToDoubleFunction<Look> what) {
    return most(looks, what);
  }

  private static double most(List<Look> looks, ToDoubleFunction<Look> what) {
    return looks.stream().mapToDouble(what).max().orElse(Double.NaN);
  }

  /**
   * Whether the lag did not grow: in the last third it was never longer than in the first by more
   * than so much, and always known.
   */
  boolean steady(Duration slack) {
    int third = looks.size() / 3;
    return third > 0
        && looks.stream().noneMatch(look -> Double.isNaN(look.lagSeconds()))
        && most(looks.subList(looks.size() - third, looks.size()), Look::lagSeconds)
            <= most(looks.subList(0, third), Look::lagSeconds) + slack.toMillis() / 1000.;
  }

  Map<String, Object> view(Duration slack) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("steady", steady(slack));
    view.put("scored_per_second", perSecond());
    view.put("longest_lag_seconds", most(Look::lagSeconds));
    view.put("most_heap_bytes", most(Look::heapBytes));
    view.put("most_server_bytes", most(Look::serverBytes));
    view.put("looks", looks);
    return view;
  }

  /** A dozen rows or so. */
  Table table() {
    Table table =
        new Table()
            .numbers("after")
            .numbers("lag")
            .numbers("scored/s")
            .numbers("heap")
            .numbers("Prometheus");
    int every = Math.max(1, looks.size() / ROWS);
    for (int i = every; i < looks.size(); i += every) {
      Look before = looks.get(i - every);
      Look look = looks.get(i);
      double rate = (look.taken() - before.taken()) / (look.second() - before.second());
      table.row(
          String.format(Locale.ROOT, "%.0f s", look.second()),
          String.format(Locale.ROOT, "%.1f s", look.lagSeconds()),
          Human.count(Math.round(rate)),
          Human.bytes(look.heapBytes()),
          Human.bytes((long) look.serverBytes()));
    }
    return table;
  }
}
