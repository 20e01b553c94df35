package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.Labels;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls series what their server calls them: to whatever it sends it adds its external labels. By
 * the names of its own they are archived and learned, and found beside what is written of them.
 *
 * <p>A series that has such a label of its own, with the same value, is called as if it had none.
 * For one thread at a time.
 */
final class OwnNames {

  private static final Logger LOG = LoggerFactory.getLogger(OwnNames.class);

  /** A server may be given other labels while it runs. */
  private static final long FRESH_MILLIS = 60_000;

  /** So many names are remembered, then it begins anew. */
  private static final int MOST = 1 << 18;

  private final PrometheusEndpoint endpoint;
  private final SnapshotClient server;
  private final Map<Labels, Labels> names = new HashMap<>();

  private Map<String, String> external = Map.of();
  private long askedAt = Long.MIN_VALUE;
  private boolean hidden;

  OwnNames(PrometheusEndpoint endpoint) {
    this.endpoint = endpoint;
    server = new SnapshotClient(endpoint);
  }

  /**
   * Asks the server which labels it adds, unless it was asked lately.
   *
   * @throws PrometheusException where it does not answer now
   */
  void refresh(long now) {
    if (askedAt != Long.MIN_VALUE && now - askedAt < FRESH_MILLIS) {
      return;
    }
    Map<String, String> labels = shown();
    if (!labels.equals(external)) {
      external = Map.copyOf(labels);
      names.clear();
    }
    askedAt = now;
  }

  /** Whoever answers remote reads need not be a Prometheus that shows its configuration. */
  private Map<String, String> shown() {
    try {
      return server.externalLabels();
    } catch (PrometheusException e) {
      if (!e.isFinal()) {
        throw e;
      }
      if (!hidden) {
        hidden = true;
        LOG.warn(
            "{} does not show its configuration ({}): if it has external labels, its series are"
                + " taken for others than those that models were learned of",
            endpoint.url(),
            e.getMessage());
      }
      return Map.of();
    }
  }

  /** What the server calls a series of its answer. */
  Labels of(Labels sent) {
    if (external.isEmpty()) {
      return sent;
    }
    if (names.size() >= MOST) {
      names.clear();
    }
    return names.computeIfAbsent(sent, this::withoutExternal);
  }

  private Labels withoutExternal(Labels sent) {
    Map<String, String> own = sent.toMap();
    own.entrySet().removeIf(label -> label.getValue().equals(external.get(label.getKey())));
    return Labels.of(own);
  }
}
