package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchNightCommandTest {

  @TempDir private Path temp;

  @Test
  void goesFromASnapshotToAModel() throws IOException {
    Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);

    CommandRun run =
        CommandRun.of(
            "bench",
            "night",
            "--series",
            "10",
            "--days",
            "5",
            "--interval",
            "5m",
            "--config",
            config.toString(),
            "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    JsonNode night = run.json();
    assertThat(night.path("samples").asLong()).isEqualTo(10 * 5 * 288);
    assertThat(night.path("training").path("fitted").asInt()).isEqualTo(10);
    assertThat(night.path("training").path("version").asInt()).isEqualTo(1);
  }

  @Test
  void refusesANightOfNothing() {
    assertThat(CommandRun.of("bench", "night", "--series", "0").exit()).isEqualTo(ExitCode.USAGE);
  }
}
