package dev.almanac.flink.live;

import dev.almanac.series.Labels;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/** What a writer tells of itself, in the group {@code remoteWrite}; see docs/metrics.md. */
final class RemoteWriteMetrics {

  private static final String SENT = "almanac_scoring_sent_samples_total";
  private static final String DROPPED = "almanac_scoring_dropped_samples_total";

  private final Counter sent;
  private final Counter requests;
  private final Counter retries;
  private final Map<DropReason, Counter> dropped = new EnumMap<>(DropReason.class);
  private final AtomicLong batchSamples = new AtomicLong();

  RemoteWriteMetrics(MetricGroup parent, SampleBuffer buffer) {
    MetricGroup group = parent.addGroup("remoteWrite");
    sent = group.counter("samplesSent");
    requests = group.counter("requests");
    retries = group.counter("retries");
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason, group.addGroup("reason", reason.label()).counter("samplesDropped"));
    }
    group.gauge("batchSamples", (Gauge<Long>) batchSamples::get);
    group.gauge("bufferedSamples", (Gauge<Integer>) buffer::size);
  }

  void delivered(Delivery.Outcome outcome, long samples) {
    sent.inc(outcome.sent());
    requests.inc(outcome.requests());
    batchSamples.set(samples);
    if (outcome.retry().isPresent()) {
      retries.inc();
    }
  }

  /** Counts dropped samples; returns whether they are the first for this reason. */
  boolean dropped(DropReason reason, long samples) {
    Counter counter = dropped.get(reason);
    boolean first = counter.getCount() == 0;
    counter.inc(samples);
    return first;
  }

  /** Hands on what became of samples so far, as samples of this moment. */
  void tell(long now, int subtask, Consumer<SeriesRun> out) {
    String worker = Integer.toString(subtask);
    Labels sentLabels = Labels.of(Labels.METRIC_NAME, SENT, "job", "almanac", "subtask", worker);
    out.accept(SeriesRun.of(sentLabels, now, (double) sent.getCount()));
    dropped.forEach(
        (reason, counter) -> {
          Labels labels =
              Labels.of(
                  Labels.METRIC_NAME,
                  DROPPED,
                  "job",
                  "almanac",
                  "reason",
                  reason.label(),
                  "subtask",
                  worker);
          out.accept(SeriesRun.of(labels, now, (double) counter.getCount()));
        });
  }
}
