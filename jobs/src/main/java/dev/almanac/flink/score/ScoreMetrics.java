package dev.almanac.flink.score;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.Labels;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * What a worker tells of itself: to Flink, in the group {@code score}, and as series that it writes
 * like any other; see docs/metrics.md.
 */
final class ScoreMetrics {

  private static final double SECOND = 1000;

  private final ScoreCounts counts;
  private final String subtask;

  /** Written by the task's thread; reporters may read these a moment late. */
  private long series;

  private long expired;
  private long modelsTaken;
  private long modelsKept;
  private long modelsGone;
  private int version;

  /** Everything before has been scored; the least long at first. */
  private long until = Long.MIN_VALUE;

  ScoreMetrics(MetricGroup parent, ScoreCounts counts, int subtask, long series) {
    this.counts = counts;
    this.subtask = Integer.toString(subtask);
    this.series = series;
    MetricGroup group = parent.addGroup("score");
    gauge(group, "samplesScored", () -> counts.scored);
    gauge(group, "samplesCold", () -> counts.cold);
    gauge(group, "samplesAbsent", () -> counts.absent);
    gauge(group, "samplesLate", () -> counts.late);
    gauge(group, "ratesUnknown", () -> counts.unknownRates);
    gauge(group, "samplesGuided", () -> counts.guided);
    gauge(group, "alarms", () -> counts.alarms);
    gauge(group, "alarmsDue", () -> counts.alarmsDue);
    gauge(group, "events", () -> counts.events);
    gauge(group, "series", () -> this.series);
    gauge(group, "seriesExpired", () -> expired);
    gauge(group, "modelsTaken", () -> modelsTaken);
    gauge(group, "modelsKept", () -> modelsKept);
    gauge(group, "modelsGone", () -> modelsGone);
    gauge(group, "modelVersion", () -> version);
    gauge(group, "lagMillis", () -> until == Long.MIN_VALUE ? 0 : lag(System.currentTimeMillis()));
  }

  private static void gauge(MetricGroup group, String name, Supplier<Number> value) {
    group.gauge(name, (Gauge<Number>) value::get);
  }

  private long lag(long now) {
    return now - until;
  }

  void seriesCame() {
    series++;
  }

  void seriesExpired() {
    series--;
    expired++;
  }

  void modelCame(int itsVersion) {
    modelsTaken++;
    version = itsVersion;
  }

  void modelStayed(int itsVersion) {
    modelsKept++;
    version = itsVersion;
  }

  void modelWent() {
    modelsGone++;
  }

  void scoredUntil(long time) {
    until = time;
  }

  /** Writes all of it as samples of this moment. */
  void write(long now, Consumer<SeriesRun> out) {
    write("almanac_scoring_samples_total", "outcome", "scored", counts.scored, now, out);
    write("almanac_scoring_samples_total", "outcome", "cold", counts.cold, now, out);
    write("almanac_scoring_samples_total", "outcome", "absent", counts.absent, now, out);
    write("almanac_scoring_samples_total", "outcome", "late", counts.late, now, out);
    write("almanac_scoring_samples_total", "outcome", "no_rate", counts.unknownRates, now, out);
    write("almanac_scoring_guided_samples_total", "", "", counts.guided, now, out);
    write("almanac_scoring_alarms_total", "", "", counts.alarms, now, out);
    write("almanac_scoring_alarms_due_total", "", "", counts.alarmsDue, now, out);
    write("almanac_scoring_events_total", "", "", counts.events, now, out);
    write("almanac_scoring_series", "", "", series, now, out);
    write("almanac_scoring_series_expired_total", "", "", expired, now, out);
    write("almanac_scoring_model_updates_total", "outcome", "taken", modelsTaken, now, out);
    write("almanac_scoring_model_updates_total", "outcome", "kept", modelsKept, now, out);
    write("almanac_scoring_model_updates_total", "outcome", "gone", modelsGone, now, out);
    write("almanac_scoring_model_version", "", "", version, now, out);
    if (until != Long.MIN_VALUE) {
      write("almanac_scoring_lag_seconds", "", "", lag(now) / SECOND, now, out);
    }
  }

  private void write(
      String metric, String label, String text, Number value, long now, Consumer<SeriesRun> out) {
    Labels labels =
        label.isEmpty()
            ? Labels.of(Labels.METRIC_NAME, metric, "job", "almanac", "subtask", subtask)
            : Labels.of(
                Labels.METRIC_NAME, metric, "job", "almanac", label, text, "subtask", subtask);
    out.accept(SeriesRun.of(labels, now, value.doubleValue()));
  }
}
