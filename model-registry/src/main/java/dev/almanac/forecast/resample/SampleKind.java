package dev.almanac.forecast.resample;

import dev.almanac.series.Labels;

/** What the samples of a series mean, and so what a step of it is. */
public enum SampleKind {
  /** A level: a step is the mean of the samples in it. */
  GAUGE,
  /**
   * A total that only grows, but begins at zero again when its process does: a step is the increase
   * per second in it.
   */
  COUNTER;

  /**
   * What the samples of a series mean by its name alone: a counter where the metric's name ends as
   * those of counters, histograms and summaries do.
   */
  public static SampleKind ofName(Labels labels) {
    String metric = labels.metricName();
    boolean counter =
        metric.endsWith("_total")
            || metric.endsWith("_count")
            || metric.endsWith("_sum")
            || (metric.endsWith("_bucket") && !labels.get("le").isEmpty());
    return counter ? COUNTER : GAUGE;
  }
}
