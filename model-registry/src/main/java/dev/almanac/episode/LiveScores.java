package dev.almanac.episode;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A running Prometheus that has what is not archived yet. Series come without the labels that the
 * server adds to all of them, as the archive has them. Safe for use by several threads.
 */
public final class LiveScores {

  /** A server that is configured anew is asked again that soon. */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final RemoteReadClient client;
  private final SnapshotClient status;
  private volatile External external;

  private record External(Map<String, String> labels, long askedAt) {}

  public LiveScores(PrometheusEndpoint endpoint) {
    client = new RemoteReadClient(endpoint);
    status = new SnapshotClient(endpoint);
  }

  /** The labels that the server adds to everything at present. */
  private Map<String, String> externalLabels() {
    External known = external;
    long now = System.nanoTime();
    if (known == null || now - known.askedAt() > FRESH.toNanos()) {
      known = new External(status.externalLabels(), now);
      external = known;
    }
    return known.labels();
  }

  /**
   * Reads the floats of series.
   *
   * @throws LiveUnavailableException where the server does not answer
   */
  void read(List<Matcher> matchers, TimeRange time, BiConsumer<Labels, FloatRun> visitor) {
    try {
      Map<String, String> added = externalLabels();
      try (SeriesCursor series = client.read(matchers, time)) {
        ArchivedRuns.visit(series, (labels, run) -> visitor.accept(own(labels, added), run));
      }
    } catch (PrometheusException e) {
      throw new LiveUnavailableException(e);
    }
  }

  private static Labels own(Labels answered, Map<String, String> added) {
    Map<String, String> own = new TreeMap<>(answered.toMap());
    added.forEach(own::remove);
    return Labels.of(own);
  }
}
