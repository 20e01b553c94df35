package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
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

/** A nightly backup, of which a day is rewritten for a deletion, killed and made again. */
class KilledBackupTest {

  private static KilledRuns runs;
  private static SortedMap<String, String> expected;

  @TempDir private Path temp;

  @BeforeAll
  static void backUpUndisturbed(@TempDir Path scratch) throws IOException {
    Path original = Files.createDirectory(scratch.resolve("original"));
    SerialBackup.of(snapshot(scratch, 1, 3), original.resolve("archive"));
    Path etc = Files.createDirectory(scratch.resolve("etc"));
    Files.writeString(etc.resolve("prometheus.yml"), "global: {}\n");
    Path config = scratch.resolve("backup.yaml");
    Files.writeString(
        config,
        "prometheus: %s\nconfiguration: {include: ['%s']}\n"
            .formatted(snapshot(scratch, 2, 6), etc));
    runs =
        new KilledRuns(original, "backup", "--config", config.toString(), "--archive", "@/archive");
    Path undisturbed = scratch.resolve("undisturbed");
    runs.undisturbed(undisturbed, folder -> runs.changed(folder, "archive/.pending") > 0);
    expected = ArchiveListing.ofData(undisturbed.resolve("archive"));
    assertThat(expected.keySet()).anyMatch(file -> file.startsWith("superseded/"));
  }

  /** So many days, a block each; the second night a part of the first day has been deleted. */
  private static Path snapshot(Path scratch, int night, int days) {
    SnapshotFolder snapshot =
        new SnapshotFolder(scratch.resolve("2026112%dT010000Z-000000000000000a".formatted(night)));
    for (int day = 0; day < days; day++) {
      long from = MIDNIGHT + day * DAY;
      boolean deleted = night == 2 && day == 0;
      snapshot.block(
          block -> {
            block.floats("up", from, from + DAY, MINUTE);
            block.histograms("latency", from, from + DAY, MINUTE);
            if (deleted) {
              block.delete("up", from, from + HOUR);
            }
          });
    }
    return snapshot.path();
  }

  /** When to kill: as soon as a file has come here. */
  enum Moment {
    FIRST_FILE_STAGED("archive/.pending"),
    LOCK_TAKEN("archive/locks"),
    FIRST_FILE_PUBLISHED("archive/samples"),
    COMPONENT_PUBLISHED("archive/components"),
    MANIFEST_WRITTEN("archive/backups");

    private final String folder;

    Moment(String folder) {
      this.folder = folder;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isMadeGoodByTheNextRun(Moment moment) {
    Path folder = temp.resolve("folder");
    runs.killWhen(folder, now -> runs.changed(now, moment.folder) > 0);

    assertThatTheNextRunMakesItGood(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isMadeGoodByTheNextRunWheneverItWasKilled(int seed) {
    Path folder = temp.resolve("folder");
    runs.killAtRandom(folder, seed);

    assertThatTheNextRunMakesItGood(folder);
  }

  private static void assertThatTheNextRunMakesItGood(Path folder) {
    Path archive = folder.resolve("archive");
    assertThatAllVerifies(archive);

    CommandRun again = runs.run(folder);

    assertThat(again.exit()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(ArchiveListing.ofData(archive)).isEqualTo(expected);
    assertThat(archive.resolve("backups"))
        .isDirectoryContaining("glob:**20261122T*")
        .isDirectoryContaining("glob:**20261121T*");
    assertThatAllVerifies(archive);
  }

  private static void assertThatAllVerifies(Path archive) {
    CommandRun verified = CommandRun.of("verify", "--all", "--archive", archive.toString());
    assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCode.DONE);
  }
}
