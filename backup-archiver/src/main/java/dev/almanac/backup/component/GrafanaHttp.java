package dev.almanac.backup.component;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Questions to one Grafana, answered in JSON. Redirects are not followed, lest the token travel to
 * an address nobody named.
 */
final class GrafanaHttp {

  /** The most bytes of an answer to accept. */
  static final int LARGEST_ANSWER = 32 << 20;

  /** Numbers keep all their digits: what is stored is what Grafana has. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(200)
                          .maxStringLength(LARGEST_ANSWER)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final String base;
  private final String token;
  private final Duration patience;
  private final HttpClient client;

  /**
   * @param token of a service account
   * @param patience how long an answer may take, the whole of it
   */
  GrafanaHttp(URI url, String token, Duration patience) {
    String text = url.toString();
    base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.token = token;
    this.patience = patience;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .build();
  }

  /**
   * The answer to a GET.
   *
   * @param path of the resource and its query
   * @throws ComponentException where Grafana does not answer 200 with JSON
   */
  JsonNode get(String path) {
    HttpResponse<byte[]> answer = send(path);
    if (answer.statusCode() != 200) {
      throw refusal(path, answer);
    }
    try {
      return JSON.readTree(answer.body());
    } catch (JsonProcessingException e) {
      throw new ComponentException(
          base + path + " answered with something that is not JSON; is this a Grafana?", e);
    } catch (IOException e) {
      throw new ComponentException(base + path + " answered with no UTF-8", e);
    }
  }

  private HttpResponse<byte[]> send(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .header("Accept", "application/json")
            .header("User-Agent", "Almanac")
            .header("Authorization", "Bearer " + token)
            .build();
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, info -> new BoundedBody(LARGEST_ANSWER));
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new ComponentException(
          base + path + " gave no whole answer in " + patience.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      throw broken(path, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ComponentException("interrupted while waiting for " + base + path, e);
    } finally {
      answer.cancel(true);
    }
  }

  private ComponentException broken(String path, Throwable cause) {
    if (cause instanceof ConnectException) {
      return new ComponentException(
          "no Grafana answers at " + base + "; is it running, and the address right?", cause);
    }
    String detail =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return new ComponentException(base + path + " did not answer: " + detail, cause);
  }

  private ComponentException refusal(String path, HttpResponse<byte[]> answer) {
    int status = answer.statusCode();
    String where = base + path + " answered " + status;
    return new ComponentException(
        switch (status) {
          case 401 ->
              where
                  + ": it does not know the token; make one for a service account, see"
                  + " GRAFANA_TOKEN";
          case 403 ->
              where + ": the token's service account may not read this; give it the role Viewer";
          case 404 -> where + ": is this the base URL of a Grafana, its sub-path included?";
          case 301, 302, 303, 307, 308 ->
              where
                  + ", a redirect to "
                  + answer.headers().firstValue("Location").orElse("nowhere")
                  + "; pass the URL where Grafana itself answers";
          default -> where + "; its log may say why";
        });
  }
}
