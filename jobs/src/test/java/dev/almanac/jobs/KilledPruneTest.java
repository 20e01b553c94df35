package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A prune that removes most backups and moves what history keeps of them, killed and run again. */
class KilledPruneTest {

  private static final int NIGHTS = 4;
  private static final int DAYS = 15;

  private static KilledRuns runs;
  private static SortedMap<String, String> expected;

  @TempDir private Path temp;

  @BeforeAll
  static void pruneUndisturbed(@TempDir Path scratch) throws IOException {
    Path original = Files.createDirectory(scratch.resolve("original"));
    for (int night = 0; night < NIGHTS; night++) {
      SerialBackup.of(snapshot(scratch, night), original.resolve("archive"));
    }
    runs = new KilledRuns(original, "prune", "--keep", "0d", "--archive", "@/archive");
    Path undisturbed = scratch.resolve("undisturbed");
    runs.undisturbed(undisturbed, folder -> runs.changed(folder, "archive/locks") > 0);
    expected = pruned(undisturbed);
  }

  /** Days of their own for each night, so that what only an older one needs is to be removed. */
  private static Path snapshot(Path scratch, int night) {
    SnapshotFolder snapshot =
        new SnapshotFolder(
            scratch.resolve("2020010%dT010000Z-000000000000000a".formatted(night + 1)));
    for (int day = night * DAYS; day < (night + 1) * DAYS; day++) {
      long from = MIDNIGHT + day * DAY;
      snapshot.block(block -> block.floats("up", from, from + DAY, HOUR));
    }
    return snapshot.path();
  }

  private static SortedMap<String, String> pruned(Path folder) {
    return ArchiveListing.ofData(folder.resolve("archive"));
  }

  /** When to kill: as soon as so many files have gone. */
  enum Moment {
    FIRST_MANIFEST_REMOVED("archive/backups", 1),
    FIRST_FILE_REMOVED("archive/samples", 1),
    HALF_OF_THE_FILES_REMOVED("archive/samples", NIGHTS * DAYS / 2);

    private final String folder;
    private final int removed;

    Moment(String folder, int removed) {
      this.folder = folder;
      this.removed = removed;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isFinishedByTheNextRun(Moment moment) {
    Path folder = temp.resolve("folder");
    runs.killWhen(folder, now -> runs.changed(now, moment.folder) >= moment.removed);

    assertThatTheNextRunFinishesIt(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isFinishedByTheNextRunWheneverItWasKilled(int seed) {
    Path folder = temp.resolve("folder");
    runs.killAtRandom(folder, seed);

    assertThatTheNextRunFinishesIt(folder);
  }

  private static void assertThatTheNextRunFinishesIt(Path folder) {
    assertThatAllVerifies(folder);

    CommandRun again = runs.run(folder);

    assertThat(again.exit()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(pruned(folder)).isEqualTo(expected);
    assertThat(CommandRun.of("ls", "--json", "--archive", folder + "/archive").json()).hasSize(1);
    assertThatAllVerifies(folder);
  }

  private static void assertThatAllVerifies(Path folder) {
    CommandRun verified = CommandRun.of("verify", "--all", "--archive", folder + "/archive");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCode.DONE);
  }
}
