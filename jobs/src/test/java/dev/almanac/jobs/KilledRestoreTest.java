package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.RestoreStage;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.SnapshotFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A restore in place of live data, killed and run again. */
class KilledRestoreTest {

  private static final int BLOCKS = 8;

  /** So many that they are not moved aside within a blink. */
  private static final int LIVE_FILES = 500;

  private static final String ASIDE = ".almanac-replaced-";

  private static KilledRuns runs;
  private static SortedMap<String, String> snapshot;
  private static SortedMap<String, String> live;

  @TempDir private Path temp;

  @BeforeAll
  static void restoreUndisturbed(@TempDir Path scratch) throws IOException {
    Path original = Files.createDirectory(scratch.resolve("original"));
    SnapshotFolder blocks = new SnapshotFolder(scratch.resolve("snapshot"));
    for (int day = 0; day < BLOCKS; day++) {
      long from = MIDNIGHT + day * DAY;
      blocks.block(
          block ->
              block
                  .floats("up", 10, from, from + DAY, MINUTE)
                  .histograms("latency", from, from + DAY, MINUTE));
    }
    snapshot = ArchiveListing.of(blocks.path());
    SerialBackup.of(blocks.path(), original.resolve("archive"));
    Path data = Files.createDirectory(original.resolve("data"));
    // A block of the same name, but not the same.
    long from = MIDNIGHT - DAY;
    new SnapshotFolder(data).block(block -> block.floats("up", from, from + DAY, MINUTE));
    Files.writeString(Files.createDirectory(data.resolve("wal")).resolve("00000000"), "log");
    for (int i = 0; i < LIVE_FILES; i++) {
      Files.writeString(data.resolve("live-" + i), "live " + i);
    }
    live = ArchiveListing.of(data);
    runs =
        new KilledRuns(
            original, "restore", "latest", "--force", "--archive", "@/archive", "--into", "@/data");
    Path undisturbed = scratch.resolve("undisturbed");
    runs.undisturbed(undisturbed, folder -> runs.changed(folder, "data") > 0);
    assertThatItIsRestored(undisturbed);
  }

  /** When to kill: as soon as so many files have come there or gone. */
  enum Moment {
    FIRST_BLOCK_BUILT("data/.almanac-restore/blocks", 1),
    HALF_OF_THE_BLOCKS_BUILT("data/.almanac-restore/blocks", BLOCKS / 2 * 4),
    LIVE_DATA_BEING_MOVED("data/wal", 1);

    private final String folder;
    private final int files;

    Moment(String folder, int files) {
      this.folder = folder;
      this.files = files;
    }
  }

  @ParameterizedTest
  @EnumSource
  void isCompletedByTheNextRun(Moment moment) {
    Path folder = temp.resolve("folder");
    runs.killWhen(folder, now -> runs.changed(now, moment.folder) >= moment.files);

    assertThatTheNextRunCompletesIt(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void isCompletedByTheNextRunWheneverItWasKilled(int seed) {
    Path folder = temp.resolve("folder");
    runs.killAtRandom(folder, seed);

    assertThatTheNextRunCompletesIt(folder);
  }

  private static void assertThatTheNextRunCompletesIt(Path folder) {
    assertThatNothingIsLost(folder);
    if (isOver(folder)) {
      // It was killed on its way out, and one more run would be another restore.
      assertThat(aside(folder)).isEqualTo(live);
      return;
    }

    CommandRun again = runs.run(folder);

    assertThat(again.exit()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThatItIsRestored(folder);
    CommandRun verified = CommandRun.of("verify", "--all", "--archive", folder + "/archive");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isEqualTo(ExitCode.DONE);
  }

  private static boolean isOver(Path folder) {
    return !RestoreStage.isToBeCompleted(folder.resolve("data")) && seen(folder).equals(snapshot);
  }

  /** Each live file is at its place or aside; each block that can be seen is one or the other. */
  private static void assertThatNothingIsLost(Path folder) {
    SortedMap<String, String> seen = seen(folder);
    SortedMap<String, String> aside = aside(folder);
    for (Map.Entry<String, String> file : live.entrySet()) {
      assertThat(
              List.of(seen.getOrDefault(file.getKey(), ""), aside.getOrDefault(file.getKey(), "")))
          .as(file.getKey())
          .contains(file.getValue());
    }
    for (String block : blocks(seen)) {
      assertThat(within(block, seen)).isIn(within(block, live), within(block, snapshot));
    }
  }

  private static void assertThatItIsRestored(Path folder) {
    assertThat(seen(folder)).isEqualTo(snapshot);
    assertThat(aside(folder)).isEqualTo(live);
    assertThat(folder.resolve("data/.almanac-restore")).doesNotExist();
    assertThat(folder.resolve("data").toFile().list((data, name) -> name.startsWith(ASIDE)))
        .hasSize(1);
  }

  /** What a Prometheus would find in the data folder. */
  private static SortedMap<String, String> seen(Path folder) {
    SortedMap<String, String> seen = ArchiveListing.of(folder.resolve("data"));
    seen.keySet().removeIf(file -> file.startsWith("."));
    return seen;
  }

  private static SortedMap<String, String> aside(Path folder) {
    SortedMap<String, String> aside = new TreeMap<>();
    ArchiveListing.of(folder.resolve("data"))
        .forEach(
            (file, digest) -> {
              if (file.startsWith(ASIDE)) {
                aside.put(file.substring(file.indexOf('/') + 1), digest);
              }
            });
    return aside;
  }

  private static Set<String> blocks(SortedMap<String, String> files) {
    return files.keySet().stream()
        .filter(file -> file.startsWith("01"))
        .map(file -> file.substring(0, file.indexOf('/')))
        .collect(Collectors.toSet());
  }

  private static SortedMap<String, String> within(String block, SortedMap<String, String> files) {
    return files.subMap(block + "/", block + "0");
  }
}
