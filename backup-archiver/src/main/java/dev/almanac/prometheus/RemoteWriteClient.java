package dev.almanac.prometheus;

import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteOutcome.Refused;
import dev.almanac.prometheus.WriteOutcome.Rejected;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Sends samples to a Prometheus by remote write 1.0. Never retries: the outcome says whether that
 * makes sense. Safe for use by several threads.
 */
public final class RemoteWriteClient {

  private static final String PATH = "/api/v1/write";

  private final PrometheusHttp http;

  public RemoteWriteClient(PrometheusEndpoint endpoint) {
    http = new PrometheusHttp(endpoint, PrometheusHttp.PATIENCE);
  }

  /**
   * A client that gives up sooner, or later.
   *
   * @param patience how long to wait for a connection, and then for the answer
   */
  public RemoteWriteClient(PrometheusEndpoint endpoint, Duration patience) {
    http = new PrometheusHttp(endpoint, patience, patience);
  }

  /** Sends the samples and waits for the answer. Throws nothing that the other side causes. */
  public WriteOutcome write(WriteRequest request) {
    try {
      return outcome(
          http.postProtobuf(
              PATH,
              BodyPublishers.ofByteArray(request.compressed()),
              "X-Prometheus-Remote-Write-Version",
              "0.1.0"));
    } catch (PrometheusException e) {
      return new RetryLater(0, Optional.empty(), e.getMessage());
    }
  }

  private static WriteOutcome outcome(HttpResponse<AnswerBody> answer) {
    int status = answer.statusCode();
    String reason = PrometheusHttp.reasonIn(answer);
    if (status / 100 == 2) {
      return new Accepted();
    }
    if (status / 100 == 5 || status == 429 || status == 408) {
      return new RetryLater(status, retryAfter(answer, Instant.now()), status + ": " + reason);
    }
    boolean wrongDoor = status == 401 || status == 403 || status == 404 || status == 405;
    return wrongDoor || status / 100 == 3
        ? new Refused(status, reason)
        : new Rejected(status, reason);
  }

  /** Retry-After as seconds or as a date; nothing where it is absent or not understood. */
  private static Optional<Duration> retryAfter(HttpResponse<?> answer, Instant now) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .map(
            value -> {
              try {
                if (value.matches("\\d{1,9}")) {
                  return Duration.ofSeconds(Long.parseLong(value));
                }
                Instant date =
                    ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
                return date.isAfter(now) ? Duration.between(now, date) : Duration.ZERO;
              } catch (DateTimeException e) {
                return null;
              }
            });
  }
}
