package dev.almanac.anomaly;

import dev.almanac.series.Labels;
import java.util.Map;
import java.util.TreeMap;

/** What series of scores and of expected values are called, and whose they are. */
public final class ScoreNames {

  /** 1 is the boundary, more is worse. */
  public static final String SCORE = "almanac_anomaly_score";

  /** What was expected. */
  public static final String FORECAST = "almanac_forecast";

  /** A lower value would have scored above 1. */
  public static final String LOWER = "almanac_forecast_lower";

  /** A higher value would have scored above 1. */
  public static final String UPPER = "almanac_forecast_upper";

  /** The label that carries the name of the metric that was scored. */
  public static final String SOURCE = "for";

  /** What is put before a label of the source that is called like one of ours. */
  public static final String RENAMED = "exported_";

  private ScoreNames() {}

  /**
   * The series that was scored.
   *
   * <p>One that has a label {@code for} of its own has it as {@code exported_for} in its scores.
   * One that has {@code exported_for} of its own and no {@code for} is taken for such a one: its
   * scores look the same.
   *
   * @param score the labels of a series of scores
   */
  public static Labels sourceOf(Labels score) {
    Map<String, String> source = new TreeMap<>(score.toMap());
    source.put(Labels.METRIC_NAME, score.get(SOURCE));
    source.remove(SOURCE);
    String own = RENAMED + SOURCE;
    String longest = null;
    while (source.containsKey(own)) {
      longest = own;
      own = RENAMED + own;
    }
    if (longest != null) {
      source.put(SOURCE, source.remove(longest));
    }
    return Labels.of(source);
  }

  /** The series of another name that belongs to a series of scores. */
  public static Labels beside(Labels score, String metric) {
    Map<String, String> other = new TreeMap<>(score.toMap());
    other.put(Labels.METRIC_NAME, metric);
    return Labels.of(other);
  }
}
