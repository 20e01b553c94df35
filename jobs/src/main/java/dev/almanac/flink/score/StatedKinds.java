package dev.almanac.flink.score;

import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.prometheus.MetricTypes;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.training.MetricMetadata;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What exporters say that the samples of their metrics mean, asked of a server every minute, beside
 * the scoring: nothing waits for it but the start.
 */
final class StatedKinds implements Supplier<Map<String, SampleKind>>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StatedKinds.class);

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final PrometheusEndpoint endpoint;
  private final MetricTypes types;
  private final Thread asking;

  private volatile Map<String, SampleKind> kinds = Map.of();

  /** Whether its last question was answered; for the thread that asks. */
  private boolean answered = true;

  /** Asks for the first time, and has a thread ask again until this is closed. */
  StatedKinds(PrometheusEndpoint endpoint) {
    this.endpoint = endpoint;
    types = new MetricTypes(endpoint, PATIENCE);
    refresh();
    asking = new Thread(this::askAgain, "metric-types");
    asking.setDaemon(true);
    asking.start();
  }

  private void askAgain() {
    try {
      while (true) {
        Thread.sleep(EVERY.toMillis());
        refresh();
      }
    } catch (InterruptedException e) {
      // It was closed.
    }
  }

  /** The kinds by metric name: the same map until the server says otherwise. */
  @Override
  public Map<String, SampleKind> get() {
    return kinds;
  }

  /** What was known stays, where the server is away or does not tell. */
  private void refresh() {
    try {
      Map<String, SampleKind> now = MetricMetadata.kinds(types.ask());
      if (!now.equals(kinds)) {
        kinds = Map.copyOf(now);
      }
      answered = true;
    } catch (PrometheusException e) {
      if (answered) {
        answered = false;
        LOG.warn(
            "{} does not tell what its metrics are ({}): names and models tell of those that come",
            endpoint.url(),
            e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    asking.interrupt();
  }
}
