package dev.almanac.prometheus;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.prometheus.PrometheusException.Reason;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;

/**
 * Prometheus's HTTP API: JSON answers of the form {@code {"status": "success", "data": …}}.
 *
 * @see <a href="https://prometheus.io/docs/prometheus/latest/querying/api/">HTTP API</a>
 */
final class PrometheusApi {

  /** No answer we ask for comes near it: the largest tells of 200 bytes for each metric. */
  private static final int ANSWER_BYTES = 16 << 20;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final PrometheusHttp http;

  PrometheusApi(PrometheusHttp http) {
    this.http = http;
  }

  PrometheusEndpoint endpoint() {
    return http.endpoint();
  }

  /** The data of a status page: {@code flags}, {@code config}, {@code runtimeinfo}, … */
  JsonNode status(String page) {
    return data("/api/v1/status/" + page);
  }

  /** The data of a page, by its path. */
  JsonNode data(String path) {
    return data(path, http.get(path));
  }

  /** The data of a PromQL expression, encoded for a URL, evaluated now. */
  JsonNode query(String encoded) {
    String path = "/api/v1/query";
    return data(path, http.get(path + "?query=" + encoded));
  }

  /** The data of an administrative call. */
  JsonNode admin(String call) {
    String path = "/api/v1/admin/tsdb/" + call;
    HttpResponse<AnswerBody> answer = http.post(path);
    if (answer.statusCode() / 100 == 5) {
      String reason = PrometheusHttp.reasonIn(answer);
      if (reason.contains("admin APIs disabled")) {
        throw new PrometheusException(
            Reason.ADMIN_API_DISABLED,
            endpoint().url()
                + " does not allow snapshots: start Prometheus with --web.enable-admin-api");
      }
      throw new PrometheusException(
          Reason.FAILED,
          endpoint().url() + path + " answered " + answer.statusCode() + ": " + reason);
    }
    return data(path, answer);
  }

  /** The server's own metrics in text form, or null where it shows none. */
  String metrics() {
    HttpResponse<AnswerBody> answer = http.get("/metrics");
    if (answer.statusCode() == 404) {
      answer.body().close();
      return null;
    }
    return text("/metrics", answer);
  }

  private JsonNode data(String path, HttpResponse<AnswerBody> answer) {
    String text = text(path, answer);
    try {
      JsonNode json = JSON.readTree(text);
      if (json.path("status").asText().equals("success") && json.has("data")) {
        return json.get("data");
      }
    } catch (JsonProcessingException e) {
      throw notPrometheus(path, e);
    }
    throw notPrometheus(path, null);
  }

  private String text(String path, HttpResponse<AnswerBody> answer) {
    if (answer.statusCode() != 200) {
      throw http.refusal(path, answer);
    }
    try (AnswerBody body = answer.body()) {
      byte[] bytes = body.readNBytes(ANSWER_BYTES + 1);
      if (bytes.length > ANSWER_BYTES) {
        throw new PrometheusException(
            Reason.MALFORMED_ANSWER,
            endpoint().url() + path + ": expected at most " + ANSWER_BYTES + " bytes, found more");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw http.brokenOff(path, e);
    }
  }

  private PrometheusException notPrometheus(String path, Throwable cause) {
    return new PrometheusException(
        Reason.NOT_A_PROMETHEUS,
        endpoint().url()
            + path
            + " does not answer as Prometheus does: is this the base URL of a Prometheus?",
        cause);
  }
}
