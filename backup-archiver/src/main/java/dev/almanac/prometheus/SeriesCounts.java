package dev.almanac.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How many series a running Prometheus has at this moment. */
public final class SeriesCounts {

  private SeriesCounts() {}

  /**
   * The number of series of each metric, of those that all matchers hold for.
   *
   * @throws PrometheusException for a server that does not answer, or otherwise than expected
   */
  public static Map<String, Long> byMetric(PrometheusEndpoint endpoint, List<Matcher> matchers) {
    // PromQL wants a matcher that does not hold for the empty text.
    String selector =
        matchers.stream()
            .map(matcher -> "," + matcher)
            .collect(Collectors.joining("", "{__name__!=\"\"", "}"));
    PrometheusApi api = new PrometheusApi(new PrometheusHttp(endpoint, PrometheusHttp.PATIENCE));
    Map<String, Long> counts = new TreeMap<>();
    JsonNode data =
        api.query(
            URLEncoder.encode("count by (__name__) (" + selector + ")", StandardCharsets.UTF_8));
    for (JsonNode metric : data.path("result")) {
      counts.put(
          metric.path("metric").path(Labels.METRIC_NAME).asText(),
          metric.path("value").path(1).asLong());
    }
    return counts;
  }
}
