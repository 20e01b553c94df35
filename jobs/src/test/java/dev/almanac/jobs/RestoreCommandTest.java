package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores of a generated snapshot: 2026-11-02, from midnight on, in blocks of two hours. */
class RestoreCommandTest {

  private static Path snapshot;
  private static Path pristine;

  @TempDir private Path folder;
  private Path archive;
  private Path into;

  @BeforeAll
  static void archiveOnce(@TempDir Path shared) throws IOException {
    snapshot = Files.createDirectories(shared.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(100_000, 60).inHeadBlocks(), written -> {});
    pristine = shared.resolve("archive");
    CommandRun run =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", pristine.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @BeforeEach
  void copyTheArchive() throws IOException {
    archive = folder.resolve("archive");
    into = folder.resolve("data");
    copy(pristine, archive);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
  }

  private CommandRun run(String verb, String... more) {
    List<String> words = new ArrayList<>(List.of(verb));
    words.addAll(List.of(more));
    words.addAll(List.of("--archive", archive.toString()));
    return CommandRun.of(words.toArray(String[]::new));
  }

  private CommandRun restore(String... more) {
    List<String> words = new ArrayList<>(List.of("latest", "--into", into.toString()));
    words.addAll(List.of(more));
    return run("restore", words.toArray(String[]::new));
  }

  /** Every file below a folder with its content's hash. */
  private static Map<String, Integer> tree(Path folder) throws IOException {
    Map<String, Integer> tree = new TreeMap<>();
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          tree.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    }
    return tree;
  }

  private Path anyFile(String kind) throws IOException {
    try (Stream<Path> files = Files.walk(archive.resolve(kind))) {
      return files.filter(file -> file.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
  }

  private void flipABitOf(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
  }

  private void putAWriteAheadLog(Instant lastWritten) throws IOException {
    Path log = Files.createDirectories(into.resolve("wal")).resolve("00000000");
    Files.writeString(log, "log");
    Files.setLastModifiedTime(log, FileTime.from(lastWritten));
  }

  @Test
  void theFilesOfTheSnapshotComeBack() throws IOException {
    CommandRun run = restore();

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(tree(into)).isEqualTo(tree(snapshot));
    assertThat(run.out()).contains("Restored backup ").contains("Prove it: almanac verify");
  }

  @Test
  void verifyFindsARestoreToBeWhatWasArchived() {
    restore();

    CommandRun run = run("verify", "latest", "--deep", "--blocks", into.toString());

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains(" is whole: ").contains(" is what was archived: ");
  }

  @Test
  void verifyNamesAFileThatIsNotWhatWasArchived() throws IOException {
    restore();
    try (Stream<Path> files = Files.walk(into)) {
      Path tombstones = files.filter(f -> f.endsWith("tombstones")).sorted().findFirst().get();
      Files.delete(tombstones);

      CommandRun run = run("verify", "latest", "--blocks", into.toString());

      assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
      assertThat(run.out()).contains(into.relativize(tombstones) + ": expected ");
    }
  }

  @Test
  void aPartComesBackAsBlocksOfItsOwn() {
    CommandRun run = restore("--from", "2026-11-02T01:00", "--until", "2026-11-02T03:00", "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("blocks")).hasSize(2);
    assertThat(run.json().path("from").asText()).startsWith("2026-11-02T01:00:");
    assertThat(run.json().path("until").asText()).startsWith("2026-11-02T02:59:");
  }

  @Test
  void verifyComparesAPartWithThatPartOfTheArchive() {
    String[] part = {"--from", "2026-11-02T01:00", "--until", "2026-11-02T03:00"};
    restore(part);

    CommandRun run = run("verify", "--blocks", into.toString(), part[0], part[1], part[2], part[3]);

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void aSecondRunFindsEverythingThere() throws IOException {
    restore();
    Map<String, Integer> before = tree(into);

    CommandRun run = restore();

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("0 blocks").contains(" were there already");
    assertThat(tree(into)).isEqualTo(before);
  }

  @Test
  void refusesBlocksOfATimeThatIsThere() throws IOException {
    restore("--from", "2026-11-02T01:00", "--until", "2026-11-02T03:00");
    Map<String, Integer> before = tree(into);

    CommandRun run = restore();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("nothing was changed")
        .contains("has 2 blocks of the time that is to be restored")
        .contains("--allow-overlap");
    assertThat(tree(into)).isEqualTo(before);
  }

  @Test
  void putsBlocksBesideOthersWhereThatIsAllowed() {
    restore("--from", "2026-11-02T01:00", "--until", "2026-11-02T03:00");

    assertThat(restore("--allow-overlap").exit()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void refusesToReachIntoTheLogOfPrometheus() throws IOException {
    putAWriteAheadLog(Instant.parse("2026-11-02T05:00:00Z"));

    CommandRun run = restore();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("from 2026-11-02T02:00:00Z on").contains("--allow-recent");
    assertThat(into).isDirectoryContaining("glob:**/wal").isDirectoryNotContaining("glob:**/0*");
  }

  @Test
  void restoresUpToWhereTheLogBegins() throws IOException {
    putAWriteAheadLog(Instant.parse("2026-11-02T05:00:00Z"));

    CommandRun run = restore("--until", "2026-11-02T02:00");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void movesAsideWhatIsThereWhereThatIsForced() throws IOException {
    putAWriteAheadLog(Instant.now());

    CommandRun run = restore("--force", "--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    Path aside = Path.of(run.json().path("replaced").asText());
    assertThat(aside.resolve("wal/00000000")).hasContent("log");
    assertThat(into.resolve("wal")).doesNotExist();
  }

  @Test
  void aDryRunTellsAndDoesNothing() {
    CommandRun run = restore("--dry-run");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("Would restore backup ");
    assertThat(into).doesNotExist();
  }

  @Test
  void saysWhichBackupsThereAreWhereTheDateIsWrong() {
    CommandRun run = run("restore", "2025-01-01", "--into", into.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("there is no backup \"2025-01-01\"").contains("there is 2026");
    assertThat(into).doesNotExist();
  }

  @Test
  void refusesABackupWithAFlippedBitAndNamesTheFile() throws IOException {
    Path damaged = anyFile("samples");
    flipABitOf(damaged);

    CommandRun run = restore();

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("damaged: " + archive.relativize(damaged) + ": expected SHA-256")
        .contains("nothing was changed")
        .contains("--partial");
    assertThat(into).doesNotExist();
  }

  @Test
  void restoresWhatIsWholeWhereAFileIsGoneAndTheUserSaysSo() throws IOException {
    Path missing = anyFile("samples");
    Files.delete(missing);

    CommandRun run = restore("--partial");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.err()).contains(archive.relativize(missing).toString());
    assertThat(run.out()).contains("left out, damaged: block ");
  }

  @Test
  void whatIsWholeIsTheSnapshotsOwnWhereHalfOfTheBackupIsGone() throws IOException {
    SnapshotFolder twoDays =
        new SnapshotFolder(folder.resolve("20261123T010000Z-000000000000000a"));
    for (int day = 0; day < 2; day++) {
      long from = MIDNIGHT + day * DAY;
      twoDays.block(
          block ->
              block
                  .floats("up", from, from + DAY, MINUTE)
                  .histograms("latency", from, from + DAY, MINUTE));
    }
    archive = folder.resolve("two-days");
    SerialBackup.of(twoDays.path(), archive);
    for (String kind : List.of("samples", "histograms", "series")) {
      Files.delete(anyFile(kind)); // of the first day
    }

    CommandRun verified = run("verify", "latest");
    CommandRun refused = restore();
    CommandRun run = restore("--partial");

    assertThat(verified.exit()).isEqualTo(ExitCode.NO);
    assertThat(verified.out()).contains("3 problems").contains("--partial");
    assertThat(refused.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains("left out, damaged: block 01JB0EXAMP1E0F0A0B10CK0000");
    Map<String, Integer> secondDay = tree(twoDays.path());
    secondDay.keySet().removeIf(file -> !file.startsWith("01JB0EXAMP1E0F0A0B10CK0001"));
    assertThat(tree(into)).isNotEmpty().isEqualTo(secondDay);
  }

  /** As a kill leaves it when the first of two new blocks has been moved in. */
  @Test
  void aRestoreOfAPartThatWasKilledIsCompletedByTheSameWords() throws IOException {
    String[] part = {"--from", "2026-11-02T01:00", "--until", "2026-11-02T03:00"};
    JsonNode first = restore(part[0], part[1], part[2], part[3], "--json").json();
    Map<String, Integer> whole = tree(into);
    String moved = first.path("blocks").get(0).asText();
    String waiting = first.path("blocks").get(1).asText();
    Path stage = Files.createDirectories(into.resolve(".almanac-restore/blocks"));
    Files.move(into.resolve(waiting), stage.resolve(waiting));
    Files.writeString(
        into.resolve(".almanac-restore/orders"),
        "for %s --from 2026-11-02T01:00:00Z --until 2026-11-02T03:00:00Z\nin %s\nin %s\n"
            .formatted(first.path("backup").asText(), moved, waiting));

    CommandRun again = restore(part);

    assertThat(again.exit()).as(again.err()).isEqualTo(ExitCode.DONE);
    assertThat(again.out()).contains(": 2 blocks");
    assertThat(tree(into)).isEqualTo(whole);
  }

  @Test
  void verifyNamesADamagedFile() throws IOException {
    Path damaged = anyFile("series");
    flipABitOf(damaged);

    CommandRun run = run("verify", "--all");

    assertThat(run.exit()).isEqualTo(ExitCode.NO);
    assertThat(run.out()).contains(archive.relativize(damaged) + ": expected SHA-256");
  }

  @Test
  void aSelectorThatIsNoneIsAUsageError() {
    CommandRun run = restore("--match", "{job=x}");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected a value in quotes at character 6");
  }

  @Test
  void aTimeThatIsNoneIsAUsageError() {
    CommandRun run = restore("--from", "yesterday");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("expected a time such as 2026-11-23");
  }

  @Test
  void aDrillPublishesThatTheBackupRestores() throws IOException {
    Path textfile = folder.resolve("drill.prom");

    CommandRun run = run("drill", "--textfile", textfile.toString());

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains(", and Prometheus shows them all");
    assertThat(textfile)
        .content()
        .contains("almanac_restore_drill_success 1.0\n")
        .contains("almanac_restore_drill_differences 0.0\n");
  }

  @Test
  void aDrillPublishesThatTheBackupDoesNotRestore() throws IOException {
    flipABitOf(anyFile("samples"));
    Path textfile = folder.resolve("drill.prom");

    CommandRun run = run("drill", "--textfile", textfile.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    assertThat(textfile).content().contains("almanac_restore_drill_success 0.0\n");
  }

  @Test
  void aDrillPublishesThatThereIsNoBackup() {
    Path textfile = folder.resolve("drill.prom");

    CommandRun run =
        CommandRun.of(
            "drill",
            "--archive",
            folder.resolve("nothing").toString(),
            "--textfile",
            textfile.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(textfile).content().contains("almanac_restore_drill_success 0.0\n");
  }

  @Test
  void saysWhichComponentsThereAreWhereTheOneAskedForIsNot() {
    CommandRun run = restore("--only", "dashboards");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("has no component \"dashboards\"; it has none");
  }

  @Test
  void restoresNoComponentIntoThePrometheusDataFolder() throws IOException {
    putAWriteAheadLog(Instant.now());

    CommandRun run = restore("--only", "dashboards");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("is Prometheus's data folder");
  }

  @Test
  void bringsAComponentBack() throws IOException {
    Path configuration = Files.createDirectories(folder.resolve("prometheus"));
    Files.writeString(configuration.resolve("prometheus.yml"), "global: {}\n");
    Path config = folder.resolve("backup.yaml");
    Files.writeString(
        config, "configuration:\n  include: [" + configuration.resolve("prometheus.yml") + "]\n");
    CommandRun backup = run("backup", "--from", snapshot.toString(), "--config", config.toString());
    assertThat(backup.exit()).as(backup.err()).isEqualTo(ExitCode.DONE);

    CommandRun run = restore("--only", "configuration");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).startsWith("Restored configuration/").contains(": 1 files into ");
  }
}
