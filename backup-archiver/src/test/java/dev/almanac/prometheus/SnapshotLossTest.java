package dev.almanac.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotLossTest {

  private static final String METRICS =
      """
      # HELP prometheus_tsdb_exemplar_exemplars_in_storage Number of exemplars.
      # TYPE prometheus_tsdb_exemplar_exemplars_in_storage gauge
      prometheus_tsdb_exemplar_exemplars_in_storage 12
      prometheus_tsdb_head_out_of_order_samples_appended_total{type="float"} 1.2e+06
      prometheus_tsdb_head_out_of_order_samples_appended_total{type="histogram"} 3
      prometheus_engine_query_duration_seconds{slice="x",quantile="0.5"} NaN
      prometheus_without_value
      go_goroutines 3
      """;

  private static Duration windowOf(String yaml) {
    return ServerConfiguration.parse(yaml).outOfOrderWindow();
  }

  @Test
  void addsUpTheServersOwnMetrics() {
    SnapshotLoss loss = SnapshotLoss.of(Duration.ofMinutes(30), ServerMetrics.parse(METRICS));
    assertThat(loss)
        .isEqualTo(
            new SnapshotLoss(
                Duration.ofMinutes(30), OptionalLong.of(1_200_003), OptionalLong.of(12)));
    assertThat(loss.mayLackSamples()).isTrue();
    assertThat(String.join(" ", loss.sentences())).contains("1200003 samples", "12 exemplars");
  }

  @Test
  void doesNotKnowWhatTheServerDoesNotShow() {
    SnapshotLoss loss = SnapshotLoss.of(Duration.ofMinutes(30), ServerMetrics.parse(null));
    assertThat(loss.mayLackSamples()).isTrue();
    assertThat(loss.sentences().get(0)).startsWith("An unknown number of samples");
  }

  @Test
  void lacksNoSamplesWhereNoneCameOutOfOrder() {
    SnapshotLoss loss = SnapshotLoss.of(Duration.ZERO, ServerMetrics.parse(""));
    assertThat(loss.mayLackSamples()).isFalse();
    assertThat(loss.sentences()).hasSize(1).first().asString().startsWith("Metric metadata");
  }

  @ParameterizedTest
  @CsvSource({"30m,1800000", "1h30m,5400000", "2w,1209600000", "1y,31536000000", "15ms,15", "0,0"})
  void readsTheWindow(String text, long millis) {
    assertThat(windowOf("storage:\n  tsdb:\n    out_of_order_time_window: " + text + "\n"))
        .hasMillis(millis);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "global: {}\n", "storage:\n  tsdb:\n", "storage: 3\n", "[1, 2]"})
  void hasNoWindowWhereNoneIsConfigured(String yaml) {
    assertThat(windowOf(yaml)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [",
        "storage: {tsdb: {out_of_order_time_window: 3 parsecs}}",
        "storage: {tsdb: {out_of_order_time_window: 99999999999999999999y}}",
        "storage: {tsdb: {out_of_order_time_window: 999999999999y}}"
      })
  void refusesAConfigurationThatIsNone(String yaml) {
    assertThatThrownBy(() -> windowOf(yaml)).isInstanceOf(PrometheusException.class);
  }
}
