package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.almanac.install.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthRecordTest {

  private static final List<Finding> FOUND =
      List.of(
          new Finding("nginx", true, "answers 200"),
          new Finding("password", true, "answers 401"),
          new Finding("password", false, "answers 200, and should answer 401"));

  @TempDir private Path folder;

  @Test
  void theHistoryGrowsByALineOfJson() throws IOException {
    Path history = folder.resolve("health.log");

    new HealthRecord(FOUND, false).append(history);
    new HealthRecord(FOUND, false).append(history);

    List<String> lines = Files.readAllLines(history);
    assertThat(lines).hasSize(2);
    JsonNode line = new ObjectMapper().readTree(lines.get(1));
    assertThat(line.path("well").asBoolean()).isFalse();
    assertThat(line.path("at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
    assertThat(line.path("parts").get(2).path("says").asText()).contains("should answer 401");
  }

  @Test
  void aPartIsWellWhereAllThatWasFoundOfItIs() throws IOException {
    Path metrics = folder.resolve("health.prom");

    new HealthRecord(FOUND, false).publish(metrics);

    assertThat(Files.readString(metrics))
        .contains("almanac_health_well{part=\"nginx\"} 1.0\n")
        .contains("almanac_health_well{part=\"password\"} 0.0\n")
        .contains("almanac_health_timestamp_seconds ");
  }
}
