package dev.almanac.jobs;

import dev.almanac.forecast.HoldOut;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The measures of all hold-outs, and of those of each kind of series. */
final class ForecastScoresByKind {

  /** Series of which there is nothing to say. */
  private static final String REGULAR = "regular";

  private final ForecastScores all = new ForecastScores();
  private final SortedMap<String, ForecastScores> byKind = new TreeMap<>();

  /** A series without a model. */
  void skip() {
    all.skip();
  }

  /**
   * A hold-out beside what a benchmark forecast for it.
   *
   * @param kinds what the series is like; it counts for each of them
   */
  void add(Set<String> kinds, HoldOut holdOut, double[] naive) {
    all.add(holdOut, naive);
    if (kinds.isEmpty()) {
      of(REGULAR).add(holdOut, naive);
    }
    kinds.forEach(kind -> of(kind).add(holdOut, naive));
  }

  private ForecastScores of(String kind) {
    return byKind.computeIfAbsent(kind, key -> new ForecastScores());
  }

  ForecastScores all() {
    return all;
  }

  Map<String, ForecastScores> byKind() {
    return byKind;
  }
}
