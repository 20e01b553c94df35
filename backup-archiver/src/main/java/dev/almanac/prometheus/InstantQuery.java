package dev.almanac.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.series.Labels;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What PromQL expressions are worth now. Safe for use by several threads. */
public final class InstantQuery {

  private final PrometheusApi api;

  /**
   * @param patience how long to wait for a connection, and for an answer
   */
  public InstantQuery(PrometheusEndpoint endpoint, Duration patience) {
    api = new PrometheusApi(new PrometheusHttp(endpoint, patience, patience));
  }

  /** A series and its value. */
  public record Value(Labels labels, double value) {}

  /**
   * Evaluates an expression whose result is a vector, in the order of the answer.
   *
   * @throws PrometheusException where the server does not answer, or with something else
   */
  public List<Value> ask(String promql) {
    JsonNode data = api.query(URLEncoder.encode(promql, StandardCharsets.UTF_8));
    List<Value> values = new ArrayList<>();
    for (JsonNode element : data.path("result")) {
      Map<String, String> labels = new TreeMap<>();
      for (Map.Entry<String, JsonNode> label : element.path("metric").properties()) {
        labels.put(label.getKey(), label.getValue().asText());
      }
      values.add(new Value(Labels.of(labels), number(element.path("value").path(1).asText())));
    }
    return values;
  }

  /** Prometheus writes what is no number as Go does. */
  private static double number(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      case "" -> Double.NaN;
      default -> Double.parseDouble(text);
    };
  }
}
