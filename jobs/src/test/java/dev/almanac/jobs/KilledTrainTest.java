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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed: the registry lists whole versions alone, and the next one succeeds.
 */
class KilledTrainTest {

  @TempDir private Path temp;
  private Path original;
  private String config;

  @BeforeEach
  void archive() throws IOException {
    original = Files.createDirectory(temp.resolve("original"));
    TrainedArchive.archive(original, 5);
    config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG).toString();
  }

  @Test
  void leavesARegistryOfWholeVersionsWheneverItIsKilled() {
    Path training = temp.resolve("training");
    // Its own log, what it takes of the registry, and what Flink and the model write.
    train(original).killWhen(training, copy -> ChildCommand.files(KilledRuns.scratch(copy)) > 2);
    assertThat(wholeVersions(training)).as("killed while training").isZero();

    Path publishing = temp.resolve("publishing");
    train(training)
        .killWhen(
            publishing,
            copy ->
                ChildCommand.files(copy.resolve("archive/registry"))
                        + ChildCommand.files(copy.resolve("archive/.pending"))
                    > 0);
    int left = wholeVersions(publishing);
    assertThat(left).as("killed while publishing").isLessThanOrEqualTo(1);

    CommandRun next = train(publishing).run(publishing);
    assertThat(next.exit()).as(next.err()).isIn(ExitCode.DONE, ExitCode.NO);
    assertThat(next.json().path("version").asInt()).isEqualTo(left + 1);
    assertThat(wholeVersions(publishing)).isEqualTo(left + 1);
  }

  private KilledRuns train(Path from) {
    return new KilledRuns(from, "train", "--archive", "@/archive", "--config", config, "--json");
  }

  /** Reads every file of every version, which proves its digest. */
  private static int wholeVersions(Path copy) {
    try (BlobStore store = BlobStores.open(copy.resolve("archive").toString())) {
      Registry registry = new Registry(store);
      List<ModelVersion> versions = registry.versions("metrics");
      versions.forEach(
          version -> version.files().forEach(file -> registry.read(version, file.name())));
      return versions.size();
    }
  }
}
