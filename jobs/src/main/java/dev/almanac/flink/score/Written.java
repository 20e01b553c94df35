package dev.almanac.flink.score;

import dev.almanac.series.Labels;

/** The series that are written of a series that is scored. */
public enum Written {
  /** 1 is the boundary, more is worse. */
  SCORE(0, "almanac_anomaly_score", false),
  /** What was expected: by the model as corrected online, or without one by the recent past. */
  FORECAST(1, "almanac_forecast", false),
  /** A lower value would have scored above 1. */
  LOWER(2, "almanac_forecast_lower", false),
  /** A higher value would have scored above 1. */
  UPPER(3, "almanac_forecast_upper", false),
  /** What the model expects an hour later; it carries {@code horizon="1h"}. */
  HOUR_AHEAD(4, "almanac_forecast", true);

  private static final String SOURCE = "for";
  private static final String HORIZON = "horizon";

  /** As Prometheus renames labels of a target that it needs for itself. */
  private static final String RENAMED = "exported_";

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
    String other = RENAMED + name;
    while (!source.get(other).isEmpty()) {
      other = RENAMED + other;
    }
    return other;
  }

  private static int put(String[] pairs, int at, String name, String value) {
    pairs[at] = name;
    pairs[at + 1] = value;
    return at + 2;
  }
}
