package dev.almanac.flink.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.anomaly.Direction;
import dev.almanac.anomaly.ScorerOptions;
import dev.almanac.config.ConfigException;
import dev.almanac.forecast.resample.SampleKind;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoreConfigReaderTest {

  private static final double ALARMS = .5;

  private static ScoreConfig parse(String yaml) {
    return ScoreConfigReader.parse(yaml, "score.yaml", ALARMS);
  }

  @Test
  void withoutAnythingEverySeriesIsScored() {
    assertThat(parse("")).isEqualTo(ScoreConfig.ofAlarmsPerDay(ALARMS));
    assertThat(parse("{}")).isEqualTo(ScoreConfig.ofAlarmsPerDay(ALARMS));
  }

  @Test
  void readsEverySetting() {
    ScoreConfig config =
        parse(
            """
            model: demand
            expire_after: 6h
            false_alarms_per_day: 0.2
            dead_time: 20m
            direction: above
            least_deviation: 3
            least_relative_deviation: 0.1
            lowest: 0
            highest: 100
            bands: false
            series:
              - match: 'go_gc_duration_seconds'
                skip: true
              - match: '{job="shop"}'
                type: counter
                false_alarms_per_day: 2
                dead_time: 1m
                direction: below
                least_deviation: 1
                least_relative_deviation: 0.5
                lowest: -1
                highest: 1e9
                bands: true
              - match: '{__name__=~".+"}'
            """);

    ScorerOptions usual =
        new ScorerOptions(.2, Duration.ofMinutes(20), Direction.ABOVE, 3, .1, 0, 100);
    ScorerOptions shop =
        new ScorerOptions(2, Duration.ofMinutes(1), Direction.BELOW, 1, .5, -1, 1e9);
    assertThat(config.model()).isEqualTo("demand");
    assertThat(config.expireAfter()).isEqualTo(Duration.ofHours(6));
    assertThat(config.rules())
        .containsExactly(
            new ScoreRule("go_gc_duration_seconds", true, null, usual, false),
            new ScoreRule("{job=\"shop\"}", false, SampleKind.COUNTER, shop, true),
            new ScoreRule("{__name__=~\".+\"}", false, null, usual, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alarms: 1                             | score.yaml:1: unknown key "alarms"
          false_alarms_per_day: often           | "false_alarms_per_day", found something else
          false_alarms_per_day: 0               | alarms per day: expected above 0, at most 100000, found 0.0
          direction: up                         | expected both, above or below
          dead_time: soon                       | "dead_time"
          {lowest: 2, highest: 1}               | valid range
          expire_after: 1s                      | "expire_after": expected 1m to 10y
          highest: 10d                          | expected a number in "highest"
          model: ../x                           | expected a letter, then lower-case letters
          series: [{skip: true}]                | "series[1].match" is missing
          series: [{match: up, skip: true}]     | a rule that does not skip
          series: [{match: up, type: histogram}]| counter or gauge
          series: [{match: up, expire_after: 1h}]| unknown key "series[1].expire_after"
          """)
  void refusesWhatWillNotDo(String yaml, String message) {
    assertThatThrownBy(() -> parse(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "false_alarms_per_day: 0",
        "dead_time: 400d",
        "least_deviation: -1",
        "least_relative_deviation: -1",
        "lowest: NaN",
        "highest: often",
        "expire_after: 1s"
      })
  void tellsTheLineOfAValueThatWillNotDo(String line) {
    assertThatThrownBy(() -> parse("# how\nbands: true\nmodel: demand\n" + line))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("score.yaml:4: ")
        .hasMessageContaining('"' + line.substring(0, line.indexOf(':')) + '"');
  }
}
