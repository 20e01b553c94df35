package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.BackupCommit;
import dev.almanac.backup.PartArchiver;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.backup.StagedPart;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PruneCommandTest {

  @TempDir Path folder;

  private Manifest first;
  private Manifest second;

  /** Two backups that were made years ago and share no day. */
  @BeforeEach
  void archiveTwice() {
    first = archive(1);
    second = archive(2);
  }

  private String root() {
    return folder.resolve("archive").toString();
  }

  private Manifest archive(int day) {
    long from = MIDNIGHT + day * DAY;
    SnapshotFolder snapshot =
        new SnapshotFolder(folder.resolve("2020010%dT000000Z-%016x".formatted(day, day)))
            .block(block -> block.floats("up", from, from + 10 * MINUTE, MINUTE));
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot.path(), root(), new Manifest.Source("", "", List.of()), "test"));
    List<StagedPart> parts = new ArrayList<>();
    try (PartArchiver archiver = new PartArchiver(plan)) {
      plan.splits().forEach(split -> parts.add(archiver.archive(split, samples -> {})));
    }
    return BackupCommit.commit(plan, parts);
  }

  private CommandRun prune(String... options) {
    return CommandRun.of(
        Stream.concat(Stream.of("prune", "--archive", root()), Stream.of(options))
            .toArray(String[]::new));
  }

  private List<String> backups() {
    try (BlobStore store = BlobStores.open(root())) {
      return List.copyOf(new Catalog(store).ids());
    }
  }

  private boolean isThere(ArchivedFile file) {
    return folder.resolve("archive").resolve(file.key()).toFile().exists();
  }

  @Test
  void removesWhatIsOlderThanThirtyDaysButForTheNewest() {
    CommandRun run = prune();

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .startsWith("Removed 1 backup and 2 files of ")
        .endsWith("; 1 backup stays in " + root() + "\n");
    assertThat(backups()).containsExactly(second.id());
    assertThat(first.files()).isNotEmpty().noneMatch(this::isThere);
    assertThat(second.files()).allMatch(this::isThere);
  }

  @Test
  void onlySaysWhatItWouldDo() {
    CommandRun run = prune("--dry-run");

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).contains("would remove backup " + first.id() + "\n");
    assertThat(first.files())
        .allSatisfy(file -> assertThat(run.out()).contains("would remove " + file.key() + " ("));
    assertThat(run.out()).contains("Would remove 1 backup and 2 files");
    assertThat(backups()).containsExactly(first.id(), second.id());
    assertThat(first.files()).allMatch(this::isThere);
  }

  @Test
  void answersWithJson() {
    JsonNode answer = prune("--dry-run", "--json").json();

    assertThat(answer.path("dry_run").asBoolean()).isTrue();
    assertThat(answer.path("removed_backups").get(0).asText()).isEqualTo(first.id());
    assertThat(answer.path("kept_backups").get(0).asText()).isEqualTo(second.id());
    assertThat(answer.path("removed_bytes").asLong())
        .isEqualTo(first.files().stream().mapToLong(ArchivedFile::size).sum());
    assertThat(answer.path("removed_files")).hasSize(2);
  }

  @Test
  void keepsTheLastOnes() {
    assertThat(prune("--keep", "0d", "--keep-last", "2").exit()).isEqualTo(ExitCode.DONE);

    assertThat(backups()).containsExactly(first.id(), second.id());
  }

  @Test
  void keepsYoungBackups() {
    prune("--keep", "99999w");

    assertThat(backups()).containsExactly(first.id(), second.id());
  }

  @Test
  void keepsHistory() {
    CommandRun run = prune("--keep-history", "99999d");

    assertThat(run.out()).contains("History of the last 99999 days: 2 files that no backup needs");
    assertThat(backups()).containsExactly(second.id());
    assertThat(first.files()).allMatch(this::isThere);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--keep=30", "--keep=-1d", "--keep=1y", "--keep-last=0", "--keep-history=d"})
  void refusesWhatMakesNoSense(String option) {
    CommandRun run = prune(option);

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(backups()).containsExactly(first.id(), second.id());
  }

  private void killABackup(Duration ago) throws IOException {
    Path file = Files.writeString(folder.resolve("part"), "content");
    try (BlobStore store = BlobStores.open(root())) {
      store.prepare("samples/day=2020-01-01/killed-00000.parquet", file);
    }
    try (Stream<Path> pending = Files.list(folder.resolve("archive/.pending"))) {
      Files.setLastModifiedTime(
          pending.findFirst().orElseThrow(), FileTime.from(Instant.now().minus(ago)));
    }
  }

  private int pending() {
    try (BlobStore store = BlobStores.open(root())) {
      return store.pending().size();
    }
  }

  @Test
  void tellsWhatOfKilledBackupsItWouldDiscard() throws IOException {
    killABackup(Duration.ofDays(8));

    CommandRun run = prune("--dry-run");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(
            "would discard samples/day=2020-01-01/killed-00000.parquet, which was prepared on ")
        .contains("Would discard 1 pending file of killed backups");
    assertThat(pending()).isEqualTo(1);
  }

  @Test
  void discardsWhatKilledBackupsLeft() throws IOException {
    killABackup(Duration.ofDays(8));

    CommandRun run = prune("--json");

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("discarded_pending").get(0).path("key").asText())
        .isEqualTo("samples/day=2020-01-01/killed-00000.parquet");
    assertThat(pending()).isZero();
  }

  @Test
  void leavesWhatABackupPreparedThisWeek() throws IOException {
    killABackup(Duration.ofDays(6));

    assertThat(prune().out()).doesNotContain("pending");
    assertThat(pending()).isEqualTo(1);

    prune("--keep-pending", "5d");
    assertThat(pending()).isZero();
  }

  @Test
  void refusesToDiscardWhatABackupMayBeAtWorkOn() {
    CommandRun run = prune("--keep-pending", "0d");

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--keep-pending must be at least 1d");
  }
}
