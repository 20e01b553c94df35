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
  void asksTheSameOfAll() {
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
            "--at-least",
            "0",
            "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    Map<String, Map<String, Long>> rows = new HashMap<>();
    for (JsonNode timing : run.json().path("questions")) {
      rows.computeIfAbsent(timing.path("question").asText(), key -> new HashMap<>())
          .put(timing.path("system").asText(), timing.path("rows").asLong());
    }
    assertThat(rows).hasSize(5);
    assertThat(rows.get("greatest by the hour")).hasSize(5);
    assertThat(rows.get("greatest by the hour").get("rollups, remote read"))
        .isPositive()
        .isLessThan(rows.get("greatest by the hour").get("archive, remote read"));
    assertThat(rows.get("hourly average")).hasSize(4);
    assertThat(rows.get("one series")).hasSize(5);
    assertThat(rows.get("label values")).hasSize(3);
    assertThat(rows.get("top ten by rate")).hasSize(4);
    assertThat(rows.get("one series").get("Prometheus")).isGreaterThan(250);
    for (String same : new String[] {"one series", "label values", "top ten by rate"}) {
      assertThat(rows.get(same).values().stream().distinct()).as(same).hasSize(1);
    }
    assertThat(rows.get("hourly average").get("archive, SQL"))
        .isEqualTo(rows.get("hourly average").get("plain Parquet, SQL"))
        .isEqualTo(rows.get("hourly average").get("rollups, SQL"));
    assertThat(run.json().path("samples").asLong()).isGreaterThan(50_000);
  }

  /** What is in memory is not asked for again. */
  @Test
  void countsWhatTheGatewayAsksItsStoreFor() {
    CommandRun run =
        CommandRun.of(
            "bench",
            "query",
            "--series",
            "20",
            "--days",
            "1",
            "--no-plain",
            "--passes",
            "1",
            "--at-least",
            "0",
            "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    Map<String, JsonNode> requests = new HashMap<>();
    for (JsonNode timing : run.json().path("questions")) {
      requests.put(timing.path("system").asText(), timing.path("requests"));
    }
    assertThat(requests.get("archive, remote read, first").asLong()).isPositive();
    assertThat(requests.get("archive, remote read").asLong())
        .isLessThan(requests.get("archive, remote read, first").asLong());
    assertThat(requests.get("Prometheus").isNull()).isTrue();
    assertThat(requests).doesNotContainKey("plain Parquet, SQL");
  }

  @ParameterizedTest
  @CsvSource({
    "--s3, /tmp",
    "--series, 0",
    "--days, 0",
    "--passes, 0",
    "--at-least, -1",
    "--interval, 2h"
  })
  void refusesWhatMakesNoSense(String option, String value) {
    assertThat(CommandRun.of("bench", "query", option, value).exit()).isEqualTo(ExitCode.USAGE);
  }
}
