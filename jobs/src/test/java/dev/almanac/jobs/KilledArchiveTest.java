package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.prometheus.Await;
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
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A backup that is killed in the middle and made again: as if it had never been killed. */
class KilledArchiveTest {

  private static final int DAYS = 6;

  private static SnapshotFolder snapshot;
  private static Path undisturbed;

  @TempDir private Path temp;

  @BeforeAll
  static void archiveUndisturbed(@TempDir Path scratch) {
    snapshot = new SnapshotFolder(scratch.resolve("snapshot"));
    for (long day = 0; day < DAYS; day++) {
      long from = MIDNIGHT + day * DAY;
      snapshot.block(
          block ->
              block
                  .floats("requests_total", 20, from, from + DAY, 60_000)
                  .histograms("latency", from, from + DAY, 60_000));
    }
    undisturbed = scratch.resolve("undisturbed");
    assertThat(archive(undisturbed).exit()).isEqualTo(ExitCode.DONE);
  }

  private static CommandRun archive(Path root) {
    return CommandRun.of(
        "archive", "--from", snapshot.path().toString(), "--archive", root.toString());
  }

  /** When to kill: as soon as so many files are to be seen there. */
  enum Moment {
    FIRST_FILE_STAGED(".pending", 1),
    MANY_FILES_STAGED(".pending", DAYS * 2),
    LOCK_TAKEN("locks", 1),
    FIRST_FILE_PUBLISHED("samples", 1),
    HALF_OF_THE_SAMPLES_PUBLISHED("samples", DAYS / 2);

    private final String folder;
    private final int files;

    Moment(String folder, int files) {
      this.folder = folder;
      this.files = files;
    }
  }

  @ParameterizedTest
  @EnumSource
  void leavesNothingBehindThatTheNextRunDoesNotMend(Moment moment) {
    Path root = temp.resolve("archive");
    Process child = start(root);

    Await.until(
        "the moment has come",
        Duration.ofMinutes(2),
        () -> !child.isAlive() || files(root.resolve(moment.folder)) >= moment.files);
    kill(child);

    archiveAgainAndCompare(root);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void mendsWhatAKillAtAnyMomentLeaves(int seed) {
    Path root = temp.resolve("archive");
    Process child = start(root);
    Await.until(
        "files are staged",
        Duration.ofMinutes(2),
        () -> !child.isAlive() || files(root.resolve(".pending")) > 0);
    LockSupport.parkNanos(new SplittableRandom(seed).nextLong(400_000_000));
    kill(child);

    archiveAgainAndCompare(root);
  }

  private void archiveAgainAndCompare(Path root) {
    CommandRun again = archive(root);

    assertThat(again.exit()).as(again.err()).isEqualTo(ExitCode.DONE);
    SortedMap<String, String> expected = ArchiveListing.ofData(undisturbed);
    assertThat(ArchiveListing.ofData(root)).isNotEmpty().isEqualTo(expected);
    assertThat(ArchiveListing.debris(root)).isEmpty();
    assertThat(manifest(root)).isEqualTo(manifest(undisturbed));
  }

  /** All that the only manifest says, but when it was written. */
  private static ObjectNode manifest(Path root) {
    ObjectNode manifest =
        (ObjectNode) CommandRun.of("inspect", "--json", "--archive", root.toString()).json();
    assertThat(manifest.remove("written_at")).isNotNull();
    return manifest;
  }

  private Process start(Path root) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-opens"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + temp,
            "-cp",
            System.getProperty("java.class.path"),
            Almanac.class.getName(),
            "archive",
            "--from",
            snapshot.path().toString(),
            "--archive",
            root.toString()));
    File log = temp.resolve("log").toFile();
    try {
      return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As kill -9 does. */
  private static void kill(Process child) {
    child.destroyForcibly().onExit().join();
    assertThat(child.exitValue()).as("it was killed and did not end by itself").isEqualTo(137);
  }

  private static long files(Path folder) {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).count();
    } catch (NoSuchFileException | UncheckedIOException e) {
      return 0; // not there yet, or something in it has just been moved
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
