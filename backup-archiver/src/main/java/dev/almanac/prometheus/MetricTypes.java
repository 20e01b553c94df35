package dev.almanac.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * What exporters say that their metrics are, as a running Prometheus last heard it. It forgets the
 * metrics of targets that are gone. Safe for use by several threads.
 *
 * @see <a
 *     href="https://prometheus.io/docs/prometheus/latest/querying/api/#querying-metric-metadata">Querying
 *     metric metadata</a>
 */
public final class MetricTypes {

  private final PrometheusApi api;

  /**
   * @param patience how long an answer may take
   */
  public MetricTypes(PrometheusEndpoint endpoint, Duration patience) {
    api = new PrometheusApi(new PrometheusHttp(endpoint, patience, patience));
  }

  /**
   * Asks the server.
   *
   * @return types by metric name, as {@link #parse} tells them
   * @throws PrometheusException for a server that does not answer, or otherwise than expected
   */
  public Map<String, String> ask() {
    return parse(api.data("/api/v1/metadata"));
  }

  /**
   * Types by metric name, in the words of exporters: {@code counter}, {@code gauge}, {@code
   * histogram}, … Metrics of which targets say different things are left out.
   *
   * @param data of the server's answer, by metric name what each target says
   */
  public static Map<String, String> parse(JsonNode data) {
    Map<String, String> types = new HashMap<>();
    for (Map.Entry<String, JsonNode> metric : data.properties()) {
      String type = metric.getValue().path(0).path("type").asText();
      boolean agreed = true;
      for (JsonNode said : metric.getValue()) {
        agreed &= said.path("type").asText().equals(type);
      }
      if (agreed && !type.isEmpty()) {
        types.put(metric.getKey(), type);
      }
    }
    return types;
  }
}
