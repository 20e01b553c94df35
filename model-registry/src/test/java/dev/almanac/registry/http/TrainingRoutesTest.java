package dev.almanac.registry.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Models;
import dev.almanac.registry.Registry;
import dev.almanac.registry.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every training of a model, whatever became of it. */
class TrainingRoutesTest {

  private static final String RUNS = "/api/v1/training-runs?model=demand";
  private static final Gate GATE = new Gate(GateRule.DEFAULT);

  @TempDir private Path folder;
  private Served served;
  private Registry registry;

  @BeforeEach
  void serve() {
    served = Served.over(folder);
    registry = new Registry(served.store());
  }

  @AfterEach
  void stop() {
    served.close();
  }

  private ModelVersion publish(double owa) {
    return Models.publish(registry, "demand", folder, owa);
  }

  private static TrainingFailure failure(String reason, Instant at) {
    return new TrainingFailure(
        "20261123T230000Z-3f9c21ab",
        reason,
        "almanac 0.1.0",
        "trainer-1",
        at,
        Duration.ofMillis(1500));
  }

  @Test
  void listsWhatWasPromotedKeptBackAndFailedNewestFirst() {
    ModelVersion first = publish(0.4);
    registry.admit(first.id(), GATE.judge(first.details().evaluation().orElseThrow()), "tester");
    ModelVersion worse = publish(0.9);
    registry.admit(
        worse.id(),
        GATE.judge(
            worse.details().evaluation().orElseThrow(),
            1,
            first.details().evaluation().orElseThrow()),
        "tester");
    publish(0.5);
    registry.record("demand", failure("no series is selected", Instant.now().plusSeconds(60)));

    JsonNode runs = served.json(RUNS).path("runs");

    assertThat(runs)
        .extracting(run -> run.path("run").asText() + " " + run.path("outcome").asText())
        .containsExactly("f1 failed", "v3 published", "v2 kept_back", "v1 promoted");
    assertThat(runs.get(0).path("reasons").get(0).asText()).isEqualTo("no series is selected");
    assertThat(runs.get(0).path("seconds").asDouble()).isEqualTo(1.5);
    assertThat(runs.get(2).path("champion").asInt()).isEqualTo(1);
    assertThat(runs.get(2).path("reasons")).isNotEmpty();
    assertThat(runs.get(3).path("series").asInt()).isEqualTo(12);
    assertThat(runs.get(3).path("seconds").asDouble()).isEqualTo(83.4);
  }

  @Test
  void listsTrainingsInParts() {
    publish(0.4);
    publish(0.5);

    JsonNode first = served.json(RUNS + "&limit=1");
    JsonNode second = served.json(RUNS + "&limit=1&after=" + first.path("next").asText());

    assertThat(first.path("runs").get(0).path("version").asInt()).isEqualTo(2);
    assertThat(second.path("runs").get(0).path("version").asInt()).isEqualTo(1);
    assertThat(second.path("next").isNull()).isTrue();
  }

  @Test
  void listsNothingOfAModelThatWasNeverTrained() {
    assertThat(served.json("/api/v1/training-runs").toString())
        .isEqualTo("{\"runs\":[],\"next\":null}");
    assertThat(served.get("/api/v1/training-runs?model=No").statusCode()).isEqualTo(400);
  }

  @Test
  void noticesTheRecordOfAFailureThatWasEdited() throws IOException {
    registry.record("demand", failure("out of memory", Instant.now()));
    Path record = folder.resolve("archive/registry/failures/demand/00000001.json");
    assertThat(registry.verify(id -> {})).isEmpty();

    Files.writeString(record, Files.readString(record).replace("memory", "luck"));

    assertThat(registry.verify(id -> {})).hasSize(1);
    assertThat(served.get(RUNS).statusCode()).isEqualTo(500);
  }
}
