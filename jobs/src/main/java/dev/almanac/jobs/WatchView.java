package dev.almanac.jobs;

import dev.almanac.prometheus.InstantQuery;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.series.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is seen of a running job: asked of the server that scores are written to, so it is what
 * dashboards and alerts see, too.
 */
final class WatchView {

  private static final int WORST = 10;
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** Written twice a minute; what is older is of a job that has ended. */
  private static final String OURS =
      "{__name__=~\"almanac_scoring_(series|lag_seconds|dropped_samples_total)\"}";

  private final InstantQuery server;
  private final Console console;
  private final StatusLine status;
  private long nextAt = System.nanoTime();

  WatchView(InstantQuery server, Console console, StatusLine status) {
    this.server = server;
    this.console = console;
    this.status = status;
  }

  /** Looks again, where the last look is a while ago. */
  void refresh() {
    long now = System.nanoTime();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + EVERY.toNanos();
    try {
      List<String> worst = worst();
      if (console.terminal()) {
        worst.add(0, summary());
        status.show(String.join("\n", worst));
      } else {
        status.show(summary() + (worst.isEmpty() ? "" : "; worst: " + worst.get(0).strip()));
      }
    } catch (PrometheusException e) {
      status.show("cannot be seen now: " + e.getMessage());
    }
  }

  private String summary() {
    double series = 0;
    double lag = 0;
    double dropped = 0;
    for (InstantQuery.Value value : server.ask(OURS)) {
      switch (value.labels().metricName()) {
        case "almanac_scoring_series" -> series += value.value();
        case "almanac_scoring_lag_seconds" -> lag = Math.max(lag, value.value());
        default -> dropped += value.value();
      }
    }
    return String.format(Locale.ROOT, "%s series, %.0f s behind", Human.count((long) series), lag)
        + (dropped == 0 ? "" : ", " + Human.count((long) dropped, "sample") + " dropped");
  }

  private List<String> worst() {
    List<String> lines = new ArrayList<>();
    for (InstantQuery.Value value : server.ask("topk(" + WORST + ", almanac_anomaly_score > 0)")) {
      lines.add(String.format(Locale.ROOT, "%8.2f  %s", value.value(), source(value.labels())));
    }
    return lines;
  }

  /** The series that was scored. */
  private static Labels source(Labels written) {
    List<String> pairs = new ArrayList<>();
    for (int i = 0; i < written.size(); i++) {
      boolean name = written.name(i).equals(Labels.METRIC_NAME);
      if (!written.name(i).equals("for")) {
        pairs.add(written.name(i));
        pairs.add(name ? written.get("for") : written.value(i));
      }
    }
    return Labels.of(pairs.toArray(new String[0]));
  }
}
