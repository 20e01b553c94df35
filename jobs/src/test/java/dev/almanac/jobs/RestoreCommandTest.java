package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Restores from an archive that is whole. */
class RestoreCommandTest extends RestoreCase {

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
