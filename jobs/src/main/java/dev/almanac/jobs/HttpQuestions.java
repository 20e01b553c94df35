package dev.almanac.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What {@link QueryBench} asks, put to a Prometheus's HTTP API. */
final class HttpQuestions {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final PrometheusEndpoint server;
  private final TimeRange time;

  /**
   * @param time that is asked about
   */
  HttpQuestions(PrometheusEndpoint server, TimeRange time) {
    this.server = server;
    this.time = time;
  }

  List<String> metrics() throws IOException, InterruptedException {
    List<String> metrics = new ArrayList<>();
    get("/api/v1/label/__name__/values").path("data").forEach(name -> metrics.add(name.asText()));
    return metrics;
  }

  /** The label set of a metric's first series. */
  Labels seriesOf(String metric) throws IOException, InterruptedException {
    Map<String, String> labels = new TreeMap<>();
    get("/api/v1/series?match%5B%5D="
            + encoded(metric)
            + "&start="
            + seconds(time.from())
            + "&end="
            + seconds(time.until()))
        .at("/data/0")
        .properties()
        .forEach(label -> labels.put(label.getKey(), label.getValue().asText()));
    return Labels.of(labels);
  }

  long hourlyAverage(List<String> metrics) throws IOException, InterruptedException {
    long rows = 0;
    for (String metric : metrics) {
      rows += range("avg_over_time(" + metric + "[1h])");
    }
    return rows;
  }

  long series(Labels labels) throws IOException, InterruptedException {
    StringBuilder selector = new StringBuilder("{");
    for (int i = 0; i < labels.size(); i++) {
      selector.append("%s=\"%s\",".formatted(labels.name(i), labels.value(i)));
    }
    String length = (time.until() - time.from()) / 1000 + 1 + "s";
    return values(
        "/api/v1/query?query="
            + encoded(selector + "}[" + length + "]")
            + "&time="
            + seconds(time.until()));
  }

  long labelValues(String label) throws IOException, InterruptedException {
    return get("/api/v1/label/" + label + "/values").path("data").size();
  }

  long topByRate(String metric) throws IOException, InterruptedException {
    return range("topk(10, rate(" + metric + "[1h]))");
  }

  long hourlyGreatest(String metric) throws IOException, InterruptedException {
    return range("max_over_time(" + metric + "[1h])");
  }

  private long range(String query) throws IOException, InterruptedException {
    return values(
        "/api/v1/query_range?query="
            + encoded(query)
            + "&start="
            + seconds(time.from())
            + "&end="
            + seconds(time.until())
            + "&step=3600");
  }

  /** How many values an answer of the query API has. */
  private long values(String path) throws IOException, InterruptedException {
    long values = 0;
    for (JsonNode series : get(path).at("/data/result")) {
      values += series.path("values").size();
    }
    return values;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + path)).build();
    HttpResponse<InputStream> answer = HTTP.send(request, BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      JsonNode json = JSON.readTree(body);
      if (answer.statusCode() != 200) {
        throw new UncheckedIOException(
            new IOException("Prometheus answered " + answer.statusCode() + ": " + json));
      }
      return json;
    }
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
