package dev.almanac.flink.score;

import dev.almanac.anomaly.ScoreNames;
import dev.almanac.series.Labels;

/** The series that are written of a series that is scored. */
public enum Written {
  /** 1 is the boundary, more is worse. */
  SCORE(0, ScoreNames.SCORE, false),
  /** What was expected: by the model as corrected online, or without one by the recent past. */
  FORECAST(1, ScoreNames.FORECAST, false),
  /** A lower value would have scored above 1. */
  LOWER(2, ScoreNames.LOWER, false),
  /** A higher value would have scored above 1. */
  UPPER(3, ScoreNames.UPPER, false),
  /** What the model expects an hour later; it carries {@code horizon="1h"}. */
  HOUR_AHEAD(4, ScoreNames.FORECAST, true);

  private static final String SOURCE = ScoreNames.SOURCE;
  private static final String HORIZON = "horizon";

  private final int number;
  private final String metric;
  private final boolean ahead;

  Written(int number, String metric, boolean ahead) {
    this.number = number;
    this.metric = metric;
    this.ahead = ahead;
  }

  /** From 0; it is kept in state, so it never changes. */
  int number() {
    return number;
  }

  /** Which bit stands for it. */
  int bit() {
    return 1 << number;
  }

  /** The labels of the source without its name, which becomes {@code for}. */
  public Labels of(Labels source) {
    int more = ahead ? 2 : 1;
    String[] pairs = new String[2 * (source.size() + more)];
    int at = 0;
    boolean forToCome = true;
    boolean horizonToCome = ahead;
    for (int i = 0; i < source.size(); i++) {
      String name = source.name(i);
      String value = source.value(i);
      if (name.equals(Labels.METRIC_NAME)) {
        value = metric;
      } else if (name.equals(SOURCE) || (ahead && name.equals(HORIZON))) {
        name = renamed(name, source);
      }
      if (forToCome && name.compareTo(SOURCE) > 0) {
        at = put(pairs, at, SOURCE, source.metricName());
        forToCome = false;
      }
      if (horizonToCome && name.compareTo(HORIZON) > 0) {
        at = put(pairs, at, HORIZON, "1h");
        horizonToCome = false;
      }
      at = put(pairs, at, name, value);
    }
    at = forToCome ? put(pairs, at, SOURCE, source.metricName()) : at;
    if (horizonToCome) {
      put(pairs, at, HORIZON, "1h");
    }
    return Labels.of(pairs);
  }

  private static String renamed(String name, Labels source) {
    String other = ScoreNames.RENAMED + name;
    while (!source.get(other).isEmpty()) {
      other = ScoreNames.RENAMED + other;
    }
    return other;
  }

  private static int put(String[] pairs, int at, String name, String value) {
    pairs[at] = name;
    pairs[at + 1] = value;
    return at + 2;
  }
}
