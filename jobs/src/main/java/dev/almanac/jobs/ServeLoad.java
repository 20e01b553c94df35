package dev.almanac.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Asks a running {@code almanac serve} for forecasts, one series after the other. */
final class ServeLoad {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String url;
  private final String token;

  ServeLoad(String url, String token) {
    this.url = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.token = token;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path))
        .timeout(PATIENCE)
        .header("Authorization", "Bearer " + token);
  }

  private String send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(
          "%s: expected 200, found %d: %s"
              .formatted(request.uri(), response.statusCode(), response.body()));
    }
    return response.body();
  }

  /** A request for the forecast of each series that there is, a thousand of them at most. */
  List<HttpRequest> requests(String horizon) throws IOException, InterruptedException {
    List<HttpRequest> requests = new ArrayList<>();
    JsonNode known = JSON.readTree(send(request("/api/v1/series?limit=1000").build()));
    for (JsonNode series : known.path("series")) {
      String selector = URLEncoder.encode(series.path("series").asText(), StandardCharsets.UTF_8);
      requests.add(request("/api/v1/forecast?horizon=" + horizon + "&series=" + selector).build());
    }
    return requests;
  }

  /** By which version a forecast was answered. */
  int version(HttpRequest request) throws IOException, InterruptedException {
    String answer = send(request);
    String field = "\"version\":";
    int at = answer.indexOf(field) + field.length();
    return Integer.parseInt(answer.substring(at, answer.indexOf(',', at)));
  }

  /** Lets a version be champion, whatever the gate said. */
  void promote(String model, int version) throws IOException, InterruptedException {
    send(
        request("/api/v1/models/" + model + "/aliases/champion/promote")
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"version\": %d, \"force\": true, \"reason\": \"bench serve\"}"
                        .formatted(version)))
            .build());
  }
}
