package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusEndpointTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:9090,http://localhost:9090/api/v1/read",
    "http://localhost:9090/,http://localhost:9090/api/v1/read",
    "https://example.org/prometheus,https://example.org/prometheus/api/v1/read",
    "HTTPS://example.org/prometheus/,HTTPS://example.org/prometheus/api/v1/read"
  })
  void findsItsResources(String url, String read) {
    assertThat(PrometheusEndpoint.of(url).resolve("/api/v1/read")).hasToString(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:9090",
        "ftp://localhost",
        "http:///x",
        "http://a/?b=c",
        "http://a/#b",
        "a b"
      })
  void refusesWhatIsNoBaseUrl(String url) {
    assertThatThrownBy(() -> PrometheusEndpoint.of(url))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:secret@host:9090", "http://user:secret@host:9090/a b"})
  void refusesCredentialsInTheUrlWithoutShowingThem(String url) {
    assertThatThrownBy(() -> PrometheusEndpoint.of(url))
        .isInstanceOf(IllegalArgumentException.class)
        .hasNoCause()
        .hasMessageNotContaining("secret");
  }

  @Test
  void showsWhoItAsksAs() {
    assertThat(PrometheusEndpoint.of("http://a").with(Credentials.bearer("secret")))
        .hasToString("http://a (a bearer token)");
  }
}
