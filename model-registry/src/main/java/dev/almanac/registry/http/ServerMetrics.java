package dev.almanac.registry.http;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** What the server tells of itself; {@code docs/metrics.md} lists it. */
final class ServerMetrics {

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter requests =
      Counter.builder()
          .name("almanac_http_requests_total")
          .help("Requests that were answered, by method, route and status.")
          .labelNames("method", "route", "status")
          .register(registry);
  private final Histogram seconds =
      Histogram.builder()
          .name("almanac_http_request_duration_seconds")
          .help("How long requests took, by route.")
          .labelNames("route")
          .classicOnly()
          .classicUpperBounds(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10)
          .register(registry);
  private final Gauge version =
      Gauge.builder()
          .name("almanac_serving_model_version")
          .help("Which version of a model answers for its champion.")
          .labelNames("model")
          .register(registry);
  private final Gauge loadedAt =
      Gauge.builder()
          .name("almanac_serving_loaded_timestamp_seconds")
          .help("When that version and the newest backup were loaded.")
          .labelNames("model")
          .register(registry);
  private final Counter failures =
      Counter.builder()
          .name("almanac_serving_load_failures_total")
          .help("How often a version or a backup could not be loaded.")
          .labelNames("model")
          .register(registry);

  void answered(String method, String route, int status, double took) {
    requests.labelValues(method, route, Integer.toString(status)).inc();
    seconds.labelValues(route).observe(took);
  }

  void loaded(String model, int number, double at) {
    version.labelValues(model).set(number);
    loadedAt.labelValues(model).set(at);
  }

  void notLoaded(String model) {
    failures.labelValues(model).inc();
  }

  byte[] text() throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(text, registry.scrape());
    return text.toByteArray();
  }
}
