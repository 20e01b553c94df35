package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.prometheus.Await;
import dev.almanac.registry.ModelVersion;
import dev.almanac.registry.Registry;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training that is killed: the registry lists whole versions alone, and the next one succeeds.
 */
class KilledTrainTest {

  @TempDir private Path temp;

  @Test
  void leavesARegistryOfWholeVersionsWheneverItIsKilled() throws Exception {
    Path root = TrainedArchive.archive(temp, 5);
    Path config = Files.writeString(temp.resolve("training.yaml"), TrainedArchive.CONFIG);

    killOnce(root, config, temp, path -> path.endsWith("model/metadata"));
    assertThat(wholeVersions(root)).as("killed while training").isZero();

    killOnce(root, config, root, path -> path.toString().contains("registry"));
    int left = wholeVersions(root);
    assertThat(left).as("killed while publishing").isLessThanOrEqualTo(1);

    CommandRun next =
        CommandRun.of(
            "train", "--archive", root.toString(), "--config", config.toString(), "--json");
    assertThat(next.exit()).as(next.err()).isIn(ExitCode.DONE, ExitCode.NO);
    assertThat(next.json().path("version").asInt()).isEqualTo(left + 1);
    assertThat(wholeVersions(root)).isEqualTo(left + 1);
  }

  /** Reads every file of every version, which proves its digest. */
  private static int wholeVersions(Path root) {
    try (BlobStore store = BlobStores.open(root.toString())) {
      Registry registry = new Registry(store);
      List<ModelVersion> versions = registry.versions("metrics");
      versions.forEach(
          version -> version.files().forEach(file -> registry.read(version, file.name())));
      return versions.size();
    }
  }

  /** Trains in a JVM of its own, and ends that as kill -9 does once there is a file of a kind. */
  private void killOnce(Path root, Path config, Path where, Predicate<Path> file)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + Files.createTempDirectory(temp, "child"),
            "-cp",
            System.getProperty("java.class.path"),
            Almanac.class.getName(),
            "train",
            "--archive",
            root.toString(),
            "--config",
            config.toString()));
    File log = temp.resolve("log").toFile();
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    Await.until(
        "the moment has come",
        Duration.ofMinutes(3),
        () -> !child.isAlive() || isThere(where, file));
    child.destroyForcibly().onExit().join();
    assertThat(child.exitValue()).as(Files.readString(log.toPath())).isIn(137, 0, 1);
  }

  private static boolean isThere(Path where, Predicate<Path> file) {
    try (Stream<Path> walk = Files.walk(where)) {
      return walk.anyMatch(file);
    } catch (NoSuchFileException | UncheckedIOException e) {
      return false; // something in it has just been moved
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
