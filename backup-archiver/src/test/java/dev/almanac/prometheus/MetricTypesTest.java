package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricTypesTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static Map<String, String> parse(String json) throws Exception {
    return MetricTypes.parse(new ObjectMapper().readTree(json));
  }

  @Test
  void areWhatTargetsAgreeOn() throws Exception {
    assertThat(
            parse(
                """
                {"a": [{"type": "gauge", "help": "one"}, {"type": "gauge", "help": "other"}],
                 "b": [{"type": "gauge"}, {"type": "counter"}],
                 "c": [],
                 "d": [{"help": "none"}]}
                """))
        .isEqualTo(Map.of("a", "gauge"));
    assertThat(parse("{}")).isEmpty();
  }

  @Test
  void areAskedOfARealServer(@TempDir Path directory) {
    try (PrometheusServer server = PrometheusServer.start(directory, "")) {
      MetricTypes types = new MetricTypes(server.endpoint(), PATIENCE);
      assertThat(types.ask()).isEmpty();

      server.scrape("self", server.address());
      Await.until("it was scraped", Duration.ofMinutes(2), () -> !types.ask().isEmpty());

      assertThat(types.ask())
          .containsEntry("go_goroutines", "gauge")
          .containsEntry("prometheus_http_requests_total", "counter")
          .containsEntry("prometheus_http_request_duration_seconds", "histogram")
          .containsEntry("go_gc_duration_seconds", "summary");
    }
  }

  @Test
  void areNotToBeHadWhereNobodyAnswers() {
    PrometheusEndpoint nowhere = PrometheusEndpoint.of("http://127.0.0.1:" + LoopbackPort.free());

    assertThatThrownBy(() -> new MetricTypes(nowhere, PATIENCE).ask())
        .isInstanceOf(PrometheusException.class)
        .hasMessageContaining("/api/v1/metadata");
  }
}
