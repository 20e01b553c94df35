package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.anomaly.synthetic.CleanShape;
import org.junit.jupiter.api.Test;

class BenchScoreCommandTest {

  @Test
  void measuresSpeedAndStateOfEachShape() {
    CommandRun run =
        CommandRun.of(
            "bench", "score", "--series", "5", "--samples", "400", "--passes", "1", "--json");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("shapes")).hasSize(CleanShape.values().length);
    for (JsonNode shape : run.json().path("shapes")) {
      assertThat(shape.path("samplesPerSecond").asDouble()).isPositive();
      assertThat(shape.path("stateBytes").asInt()).isBetween(200, 2048);
    }
  }

  @Test
  void comparesAlarmsWithTheirSettingAndSaysNoWhereTheyDiffer() {
    CommandRun run = CommandRun.of("bench", "alarms", "--series", "1", "--days", "1", "--json");

    // A series in a day raises no tenth of an alarm.
    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.json().path("within_20_percent").asBoolean()).isFalse();
    assertThat(run.json().path("shapes")).hasSize(CleanShape.values().length + 1);
    assertThat(run.json().path("shapes").get(0).path("ratios").get(2).asDouble()).isPositive();
  }

  @Test
  void refusesToMeasureNothing() {
    assertThat(CommandRun.of("bench", "score", "--series", "0").exit()).isEqualTo(ExitCode.USAGE);
    assertThat(CommandRun.of("bench", "alarms", "--days", "0").exit()).isEqualTo(ExitCode.USAGE);
  }
}
