package dev.almanac.flink.score;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/** What the feed of models tells of itself, in the group {@code models}; see docs/metrics.md. */
final class FeedMetrics {

  private final Counter loads;
  private final Counter failures;
  private final Counter series;
  private final Counter withoutPath;

  FeedMetrics(MetricGroup parent) {
    MetricGroup group = parent.addGroup("models");
    loads = group.counter("loads");
    failures = group.counter("failures");
    series = group.counter("series");
    withoutPath = group.counter("seriesWithoutPath");
  }

  void loaded() {
    loads.inc();
  }

  void failed() {
    failures.inc();
  }

  void told(boolean path) {
    series.inc();
    if (!path) {
      withoutPath.inc();
    }
  }
}
