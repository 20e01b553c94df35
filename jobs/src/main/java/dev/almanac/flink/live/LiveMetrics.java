package dev.almanac.flink.live;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What a reader tells of itself, in the group {@code live}; see docs/metrics.md. */
final class LiveMetrics {

  private final Counter samplesRead;
  private final Counter samplesLate;
  private final Counter histogramsSkipped;
  private final Counter requests;
  private final Counter requestsFailed;

  /** Until when everything has been fetched; 0 before the first fetch. */
  private volatile long position;

  LiveMetrics(MetricGroup parent) {
    MetricGroup group = parent.addGroup("live");
    samplesRead = group.counter("samplesRead");
    samplesLate = group.counter("samplesLate");
    histogramsSkipped = group.counter("histogramsSkipped");
    requests = group.counter("requests");
    requestsFailed = group.counter("requestsFailed");
    group.gauge(
        "lagMillis", (Gauge<Long>) () -> position == 0 ? 0 : System.currentTimeMillis() - position);
  }

  void read(int samples, int late) {
    samplesRead.inc(samples);
    samplesLate.inc(late);
  }

  void skippedHistograms(int samples) {
    histogramsSkipped.inc(samples);
  }

  void asked() {
    requests.inc();
  }

  void failed() {
    requestsFailed.inc();
  }

  void fetchedUntil(long time) {
    position = time;
  }
}
