package dev.almanac.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.config.ConfigException;
import dev.almanac.forecast.resample.SampleKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrainingConfigReaderTest {

  @TempDir private Path folder;

  private TrainingConfig parse(String yaml) {
    return TrainingConfigReader.parse(yaml, "training.yaml", folder);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "# nothing\n", "{}"})
  void hasADefaultForEverything(String yaml) {
    assertThat(parse(yaml)).isEqualTo(TrainingConfig.DEFAULT);
  }

  @Test
  void takesEveryProperty() {
    TrainingConfig config =
        parse(
            """
            model: nightly
            window: 6w
            holdout: 2d
            group_by: [job, env]
            step: 10m
            horizon: 12h
            seasons: [1d, 7d]
            minimum_history: 5d
            zone: Europe/Berlin
            country: DE
            series:
              - match: '{__name__=~"go_.*"}'
                skip: true
              - match: node_load1
                type: gauge
                step: 1m
                horizon: 1h
              - match: '{job="node"}'
                type: counter
                seasons: []
                zone: UTC
            """);

    SeriesSettings usual =
        new SeriesSettings(
            Duration.ofMinutes(10),
            Duration.ofHours(12),
            List.of(Duration.ofDays(1), Duration.ofDays(7)),
            Duration.ofDays(5),
            ZoneId.of("Europe/Berlin"),
            "DE");
    assertThat(config)
        .isEqualTo(
            new TrainingConfig(
                "nightly",
                Duration.ofDays(42),
                Duration.ofDays(2),
                List.of("job", "env"),
                List.of(
                    new TrainingRule("{__name__=~\"go_.*\"}", true, null, usual),
                    new TrainingRule(
                        "node_load1",
                        false,
                        SampleKind.GAUGE,
                        new SeriesSettings(
                            Duration.ofMinutes(1),
                            Duration.ofHours(1),
                            usual.seasons(),
                            usual.minimumHistory(),
                            usual.zone(),
                            "DE")),
                    new TrainingRule(
                        "{job=\"node\"}",
                        false,
                        SampleKind.COUNTER,
                        new SeriesSettings(
                            usual.step(),
                            usual.horizon(),
                            List.of(),
                            usual.minimumHistory(),
                            ZoneId.of("UTC"),
                            "DE"))),
                Map.of()));
  }

  @Test
  void learnsEverythingByTheSettingsWhereThereAreNoRules() {
    assertThat(parse("step: 1h").rules())
        .singleElement()
        .satisfies(rule -> assertThat(rule.settings().step()).isEqualTo(Duration.ofHours(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          windw: 1d         | training.yaml:1: unknown key "windw"; known keys are model, window, holdout, group_by, metadata, series, step, horizon, seasons, minimum_history, zone, country
          window: soon      | training.yaml:1: "window": expected a length of time such as 5m, 1d12h or 4w, found "soon"
          window: []        | training.yaml:1: expected text in "window", found a list
          holdout: 20d      | training.yaml:1: holdout: expected at most half of the window
          seasons: [1d, 1h] | training.yaml:1: season: expected 289 to 1048576 steps, found 12
          horizon: 7m       | training.yaml:1: horizon: expected a multiple of 5m, found 7m
          step: 2d          | training.yaml:1: step: expected 1s to 1d, found 2d
          minimum_history: 1m | training.yaml:1: minimum_history: expected at least a step, found 1m
          country: Germany  | training.yaml:1: country: expected two capital letters of ISO 3166, found Germany
          zone: Mars        | training.yaml:1: expected a time zone such as Europe/Berlin or UTC in "zone", found something else
          model: My Model   | training.yaml:1: expected a letter, then lower-case letters, digits, - and _ in "model", found something else
          series: []        | training.yaml:1: expected a rule that does not skip its series in "series", found a list
          series: [{match: up, skip: true}] | training.yaml:1: expected a rule that does not skip its series in "series", found a list
          series: [{skip: true}] | training.yaml:1: "series[1].match" is missing
          series: [{match: up, type: rate}] | training.yaml:1: expected counter or gauge in "series[1].type", found something else
          series: [{match: up, window: 1d}] | training.yaml:1: unknown key "series[1].window"; known keys of series[1] are match, skip, type, step, horizon, seasons, minimum_history, zone, country
          """)
  void saysWhereAConfigurationIsWrong(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml)).isInstanceOf(ConfigException.class).hasMessage(message);
  }

  @Test
  void saysWhereASelectorIsWrong() {
    assertThatThrownBy(() -> parse("series:\n  - match: up\n  - match: 'up{'\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("training.yaml:3: \"series[2].match\": ");
  }

  @Test
  void readsWhatExportersSayOfTheirMetrics() throws IOException {
    Files.writeString(
        folder.resolve("metadata.json"),
        """
        {"status": "success", "data": {
          "queue_total": [{"type": "gauge", "help": "", "unit": ""}],
          "hits": [{"type": "counter"}],
          "latency": [{"type": "histogram"}],
          "wait": [{"type": "summary"}],
          "what": [{"type": "unknown"}]}}
        """);

    assertThat(parse("metadata: metadata.json").kinds())
        .isEqualTo(
            Map.of(
                "queue_total", SampleKind.GAUGE,
                "hits", SampleKind.COUNTER,
                "hits_total", SampleKind.COUNTER,
                "latency_bucket", SampleKind.COUNTER,
                "latency_count", SampleKind.COUNTER,
                "latency_sum", SampleKind.COUNTER,
                "wait", SampleKind.GAUGE,
                "wait_count", SampleKind.COUNTER,
                "wait_sum", SampleKind.COUNTER));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "{\"status\":\"error\"}"})
  void refusesMetadataThatIsNone(String json) throws IOException {
    Files.writeString(folder.resolve("metadata.json"), json);

    assertThatThrownBy(() -> parse("metadata: metadata.json"))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("training.yaml:1: \"metadata\": " + folder);
  }
}
