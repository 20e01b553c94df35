package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.ManifestCodec;
import dev.almanac.series.TimeRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What archive, ls and inspect say, and how they end. */
class BackupCommandsTest {

  private static final String ID = "20261122T010000Z-";

  private static Path snapshot;
  private static Path root;
  private static CommandRun archived;

  @TempDir private Path temp;

  @BeforeAll
  static void archive(@TempDir Path scratch) {
    snapshot =
        new SnapshotFolder(scratch.resolve("20261122T010000Z-1f2e3d4c5b6a7988"))
            .block(
                block ->
                    block
                        .floats("up", 2, MIDNIGHT, MIDNIGHT + 2 * HOUR, MINUTE)
                        .histograms("latency", MIDNIGHT, MIDNIGHT + 2 * HOUR, MINUTE))
            .path();
    root = scratch.resolve("archive");
    archived =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", root.toString());
  }

  private static CommandRun ls(Path archive) {
    return CommandRun.of("ls", "--archive", archive.toString());
  }

  @Test
  void tellsWhatItArchived() {
    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);
    assertThat(archived.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("Archived backup " + ID + "[0-9a-f]{8} in " + root),
            line -> assertThat(line).matches("3 series, 360 samples in 1 block of [0-9.]+ KiB"),
            line ->
                assertThat(line)
                    .matches("360 of them new; .* of Parquet, [0-9.]+ bytes per sample"));
  }

  @Test
  void answersWithJson() {
    CommandRun run =
        CommandRun.of(
            "archive", "--json", "--from", snapshot.toString(), "--archive", root.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    JsonNode backup = run.json();
    assertThat(backup.path("id").asText()).startsWith(ID);
    assertThat(backup.path("taken_at").asText()).isEqualTo("2026-11-22T01:00:00Z");
    assertThat(backup.path("from").asText()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(backup.path("until").asText()).isEqualTo("2026-11-21T01:59:00.001Z");
    assertThat(backup.path("blocks").asInt()).isEqualTo(1);
    assertThat(backup.path("samples").asInt()).isEqualTo(240);
    assertThat(backup.path("histograms").asInt()).isEqualTo(120);
    assertThat(backup.path("new_samples").asInt()).isEqualTo(360);
    assertThat(backup.path("bytes_per_sample").isNumber()).isTrue();
  }

  @Test
  void wantsToKnowFromWhere() {
    CommandRun run = CommandRun.of("archive", "--archive", root.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--from");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--parallelism=0", "--parallelism=-1", "--parallelism=x", "--encodings=x"})
  void refusesAnOptionThatMakesNoSense(String option) {
    CommandRun run = CommandRun.of("archive", option, "--from", snapshot.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(option.substring(0, option.indexOf('=')));
  }

  @Test
  void failsWhereNoServerAnswers() {
    CommandRun run =
        CommandRun.of(
            "archive", "--from", "http://127.0.0.1:1", "--archive", temp.resolve("x").toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("http://127.0.0.1:1").doesNotContain("internal error");
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void failsWhereTheArchiveCannotBeWritten() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "no folder");

    CommandRun run =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", file.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains(file.toString()).doesNotContain("internal error");
  }

  @Test
  void listsBackupsInATable() {
    CommandRun run = ls(root);

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out().lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("BACKUP ").endsWith(" B/SAMPLE"),
            line ->
                assertThat(line)
                    .matches(
                        ID
                            + "[0-9a-f]{8} +2026-11-21 00:00 +2026-11-21 01:59 +1 +3 +360 +360"
                            + " +[0-9.]+ KiB +[0-9.]+ KiB +[0-9.]+"));
  }

  @Test
  void listsNothingOfAnEmptyArchive() {
    CommandRun run = ls(temp);

    assertThat(run.exit()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).isEqualTo("almanac: there is no backup in " + temp + "\n");
    assertThat(CommandRun.of("ls", "--json", "--archive", temp.toString()).out())
        .isEqualTo("[ ]\n");
  }

  @Test
  void showsNoBytesPerSampleOfABackupWithoutSamples() {
    String id = "20261122T010000Z-00000000";
    Manifest empty =
        new Manifest(
            id,
            Instant.EPOCH,
            Instant.EPOCH,
            "test",
            new Manifest.Source("here", "", List.of()),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            new Manifest.Totals(new TimeRange(0, 0), 0, 0, 0, 0, 0, 0, 0));
    try (BlobStore store = BlobStores.open(temp.toString())) {
      store.putIfAbsent(Catalog.manifestKey(id), ManifestCodec.write(empty));
    }

    assertThat(ls(temp).out()).contains(id).doesNotContain("NaN");
    assertThat(CommandRun.of("inspect", "--archive", temp.toString()).out())
        .contains("no samples")
        .doesNotContain("NaN");
    assertThat(
            CommandRun.of("ls", "--json", "--archive", temp.toString())
                .json()
                .get(0)
                .path("bytes_per_sample")
                .isNull())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "2026-11-22", "20261122", "20261122T010000Z"})
  void inspectsTheBackupThatIsMeant(String wanted) {
    CommandRun run = CommandRun.of("inspect", "--archive", root.toString(), wanted);

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out())
        .contains(ID, snapshot.toString(), "2026-11-21T00:00:00Z to 2026-11-21T01:59:00.001Z")
        .containsPattern("samples +240")
        .containsPattern("histograms +120")
        .containsPattern("01JB0EXAMP1E0F0A0B10CK0000 +2026-11-21T00:00:00Z .* +v2 +[0-9.]+ KiB");
  }

  @Test
  void inspectsWithJsonToTheLastFile() {
    JsonNode backup = CommandRun.of("inspect", "--json", "--archive", root.toString()).json();

    assertThat(backup.path("block_list")).hasSize(1);
    assertThat(backup.path("file_list")).hasSize(3);
    JsonNode file = backup.path("file_list").get(0);
    assertThat(file.path("kind").asText()).isEqualTo("histograms");
    assertThat(file.path("day").asText()).isEqualTo("2026-11-21");
    assertThat(file.path("rows").asInt()).isEqualTo(120);
    assertThat(root.resolve(file.path("key").asText()).toFile())
        .hasSize(file.path("bytes").asLong());
  }

  @Test
  void saysWhichBackupsThereAreWhereNoneIsMeant() {
    CommandRun run = CommandRun.of("inspect", "--archive", root.toString(), "20270101");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err())
        .contains("there is no backup \"20270101\" in " + root + "; there is " + ID);
  }

  @Test
  void inspectsNothingOfAnEmptyArchive() {
    CommandRun run = CommandRun.of("inspect", "--archive", temp.toString());

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).isEqualTo("almanac: there is no backup in " + temp + "\n");
  }
}
