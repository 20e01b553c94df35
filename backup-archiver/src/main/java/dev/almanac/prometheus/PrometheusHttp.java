package dev.almanac.prometheus;

import dev.almanac.prometheus.PrometheusException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Requests to one Prometheus. Redirects are not followed, lest credentials travel to an address
 * nobody named. Safe for use by several threads.
 */
final class PrometheusHttp {

  /** How long to wait for a connection, and between two bytes of an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** How much of an error's text is worth reading. */
  private static final int REASON_BYTES = 2048;

  private final PrometheusEndpoint endpoint;
  private final Duration patience;
  private final Duration answerWithin;
  private final HttpClient client;

  PrometheusHttp(PrometheusEndpoint endpoint, Duration patience) {
    this(endpoint, patience, patience.multipliedBy(10));
  }

  /**
   * @param answerWithin how long an answer's beginning may take: a server works before it speaks
   */
  PrometheusHttp(PrometheusEndpoint endpoint, Duration patience, Duration answerWithin) {
    this.endpoint = endpoint;
    this.patience = patience;
    this.answerWithin = answerWithin;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience);
    endpoint.trust().context().ifPresent(builder::sslContext);
    client = builder.build();
  }

  PrometheusEndpoint endpoint() {
    return endpoint;
  }

  HttpResponse<AnswerBody> get(String path) {
    return send(request(path).GET());
  }

  HttpResponse<AnswerBody> post(String path) {
    return send(request(path).POST(BodyPublishers.noBody()));
  }

  /** Posts a snappy-compressed protobuf message. */
  HttpResponse<AnswerBody> postProtobuf(String path, BodyPublisher body, String... headers) {
    return send(
        request(path)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .headers(headers)
            .POST(body));
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path)).header("User-Agent", "Almanac");
    endpoint
        .credentials()
        .authorization()
        .ifPresent(authorization -> request.header("Authorization", authorization));
    return request;
  }

  private HttpResponse<AnswerBody> send(HttpRequest.Builder builder) {
    HttpRequest request = builder.timeout(answerWithin).build();
    try {
      return client.send(request, info -> new AnswerBody(patience));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw broken(request.uri().getPath(), new InterruptedIOException("interrupted"));
    } catch (IOException e) {
      throw broken(request.uri().getPath(), e);
    }
  }

  /** What an error before the answer means. */
  private PrometheusException broken(String path, IOException e) {
    return e instanceof HttpTimeoutException
        ? timedOut(path, e)
        : new PrometheusException(
            Reason.UNREACHABLE,
            "cannot reach "
                + endpoint.url()
                + path
                + ": "
                + detail(e)
                + "; is the server running there?",
            e);
  }

  /** What an error in the middle of an answer means. */
  PrometheusException brokenOff(String path, IOException e) {
    return e instanceof HttpTimeoutException
        ? timedOut(path, e)
        : new PrometheusException(
            Reason.MALFORMED_ANSWER,
            "the answer of " + endpoint.url() + path + " broke off: " + detail(e),
            e);
  }

  private PrometheusException timedOut(String path, IOException e) {
    return new PrometheusException(
        Reason.TIMED_OUT,
        endpoint.url() + path + " fell silent: " + detail(e) + "; is the server overloaded?",
        e);
  }

  private static String detail(IOException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /**
   * The error for an answer that is not the one hoped for; reads the beginning of its body, and
   * closes it.
   */
  PrometheusException refusal(String path, HttpResponse<AnswerBody> answer) {
    int status = answer.statusCode();
    String where = endpoint.url() + path + " answered " + status;
    if (status == 401 || status == 403) {
      answer.body().close();
      return new PrometheusException(
          Reason.UNAUTHORIZED,
          where + " to " + endpoint.credentials() + ": pass credentials that it accepts");
    }
    if (status >= 300 && status < 400) {
      answer.body().close();
      return new PrometheusException(
          Reason.NOT_A_PROMETHEUS,
          where
              + ", a redirect to "
              + answer.headers().firstValue("Location").orElse("nowhere")
              + ": pass the URL where Prometheus itself answers");
    }
    String reason = reasonIn(answer);
    return new PrometheusException(
        status == 404 ? Reason.NOT_A_PROMETHEUS : Reason.FAILED,
        where
            + (reason.isEmpty() ? "" : " (" + reason + ")")
            + (status == 404 ? ": is this the base URL of a Prometheus, prefix included?" : ""));
  }

  /** The beginning of a body's text on one line, printable; closes the body. */
  static String reasonIn(HttpResponse<AnswerBody> answer) {
    try (AnswerBody body = answer.body()) {
      String text = new String(body.readNBytes(REASON_BYTES), StandardCharsets.UTF_8);
      return text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    } catch (IOException e) {
      return "its reason was cut off: " + e.getMessage();
    }
  }
}
