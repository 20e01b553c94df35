package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BenchQueryCommandTest {

  /** Whoever is asked has the same samples: as many rows come from each. */
  @Test
  void asksTheSameOfThree() {
    CommandRun run =
        CommandRun.of(
            "bench",
            "query",
            "--series",
            "200",
            "--days",
            "1",
            "--interval",
            "5m",
            "--passes",
            "1",
            "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    Map<String, Map<String, Long>> rows = new HashMap<>();
    for (JsonNode timing : run.json().path("questions")) {
      rows.computeIfAbsent(timing.path("question").asText(), key -> new HashMap<>())
          .put(timing.path("system").asText(), timing.path("rows").asLong());
    }
    assertThat(rows).hasSize(4).allSatisfy((question, each) -> assertThat(each).hasSize(3));
    assertThat(rows.get("one series").get("Prometheus")).isGreaterThan(250);
    for (String same : new String[] {"one series", "label values", "top ten by rate"}) {
      assertThat(rows.get(same).values().stream().distinct()).as(same).hasSize(1);
    }
    assertThat(rows.get("hourly average").get("archive, SQL"))
        .isEqualTo(rows.get("hourly average").get("plain Parquet, SQL"));
    assertThat(run.json().path("samples").asLong()).isGreaterThan(50_000);
  }

  @ParameterizedTest
  @CsvSource({"--series, 0", "--days, 0", "--passes, 0", "--interval, 2h"})
  void refusesWhatMakesNoSense(String option, String value) {
    assertThat(CommandRun.of("bench", "query", option, value).exit()).isEqualTo(ExitCode.USAGE);
  }
}
