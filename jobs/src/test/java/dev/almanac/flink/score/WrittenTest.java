package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import org.junit.jupiter.api.Test;

class WrittenTest {

  @Test
  void carriesTheLabelsOfTheSourceAndItsNameAsFor() {
    Labels source = Labels.of("__name__", "up", "instance", "a:9100", "job", "node");

    assertThat(Written.SCORE.of(source))
        .hasToString("almanac_anomaly_score{for=\"up\", instance=\"a:9100\", job=\"node\"}");
    assertThat(Written.FORECAST.of(source).metricName()).isEqualTo("almanac_forecast");
    assertThat(Written.LOWER.of(source).metricName()).isEqualTo("almanac_forecast_lower");
    assertThat(Written.UPPER.of(source).metricName()).isEqualTo("almanac_forecast_upper");
    assertThat(Written.HOUR_AHEAD.of(source))
        .hasToString(
            "almanac_forecast{for=\"up\", horizon=\"1h\", instance=\"a:9100\", job=\"node\"}");
  }

  @Test
  void keepsEveryLabelWhereverItSorts() {
    Labels source = Labels.of("A", "1", "__name__", "m", "a", "2", "g", "3", "z", "4");

    assertThat(Written.HOUR_AHEAD.of(source))
        .isEqualTo(
            Labels.of(
                "A",
                "1",
                "__name__",
                "almanac_forecast",
                "a",
                "2",
                "for",
                "m",
                "g",
                "3",
                "horizon",
                "1h",
                "z",
                "4"));
    assertThat(Written.SCORE.of(Labels.of("__name__", "m")))
        .isEqualTo(Labels.of("__name__", "almanac_anomaly_score", "for", "m"));
  }

  @Test
  void renamesLabelsThatItNeedsAsPrometheusDoes() {
    Labels source =
        Labels.of("__name__", "m", "for", "me", "exported_for", "you", "horizon", "wide");

    assertThat(Written.SCORE.of(source))
        .isEqualTo(
            Labels.of(
                "__name__",
                "almanac_anomaly_score",
                "exported_exported_for",
                "me",
                "exported_for",
                "you",
                "for",
                "m",
                "horizon",
                "wide"));
    assertThat(Written.HOUR_AHEAD.of(source).get("exported_horizon")).isEqualTo("wide");
  }
}
