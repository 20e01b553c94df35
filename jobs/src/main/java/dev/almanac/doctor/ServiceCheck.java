package dev.almanac.doctor;

import dev.almanac.finding.Finding;
import dev.almanac.finding.Severity;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Whether the ML API is ready to forecast, by its own word. */
final class ServiceCheck {

  private final URI address;
  private final Duration patience;

  /**
   * @param address its base: {@code http://127.0.0.1:8470}
   */
  ServiceCheck(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  Optional<Finding> look() throws InterruptedIOException {
    String base = address.toString().replaceAll("/$", "");
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "/readyz")).timeout(patience).build();
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(patience)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() == 200
          ? Optional.empty()
          : Optional.of(
              finding("/readyz says " + answer.statusCode() + ": " + answer.body().strip()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      return Optional.of(finding("it does not answer: " + e));
    }
  }

  private Finding finding(String found) {
    return new Finding(
        Severity.CRITICAL,
        "service",
        "ML API, " + address,
        found,
        "200: the archive answers and the champion is loaded",
        "tail -n 50 /var/log/monitoring/ml-forecasting.log; systemctl restart ml-forecasting");
  }
}
