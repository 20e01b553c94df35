package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed: the registry lists whole versions alone, and the next one succeeds.
 */
class KilledTrainTest {

  @TempDir private Path temp;
  private Path scratch;
  private Path root;
  private Path config;

  @BeforeEach
  void archive() throws IOException {
    root = TrainedArchive.archive(temp, 5);
    config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);
    scratch = Files.createDirectory(temp.resolve("scratch"));
  }

  @Test
  void leavesARegistryOfWholeVersionsWheneverItIsKilled() {
    // Its own log, what it takes of the registry, and what Flink and the model write.
    killWhen("it trains", () -> ChildCommand.files(scratch) > 2);
    assertThat(wholeVersions()).as("killed while training").isZero();

    killWhen(
        "it publishes",
        () ->
            ChildCommand.files(root.resolve("registry"))
                    + ChildCommand.files(root.resolve(".pending"))
                > 0);
    int left = wholeVersions();
    assertThat(left).as("killed while publishing").isLessThanOrEqualTo(1);

    CommandRun next =
        CommandRun.of(
            "train", "--archive", root.toString(), "--config", config.toString(), "--json");
    assertThat(next.exit()).as(next.err()).isIn(ExitCode.DONE, ExitCode.NO);
    assertThat(next.json().path("version").asInt()).isEqualTo(left + 1);
    assertThat(wholeVersions()).isEqualTo(left + 1);
  }

  private void killWhen(String what, BooleanSupplier moment) {
    ChildCommand child =
        ChildCommand.start(
            scratch, "train", "--archive", root.toString(), "--config", config.toString());
    child.awaitUntil(what, moment);
    assertThat(child.kill())
        .as("it was killed and did not end by itself: " + child.said())
        .isTrue();
  }

  /** Reads every file of every version, which proves its digest. */
  private int wholeVersions() {
    try (BlobStore store = BlobStores.open(root.toString())) {
      Registry registry = new Registry(store);
      List<ModelVersion> versions = registry.versions("metrics");
      versions.forEach(
          version -> version.files().forEach(file -> registry.read(version, file.name())));
      return versions.size();
    }
  }
}
