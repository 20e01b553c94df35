package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two nights with all their components in a bucket, restored, verified and pruned, on a real
 * server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3RoundTripContract {

  private static final String ROOT = "s3://almanac/prometheus";

  private S3Server server;
  private Path scratch;
  private Path first;
  private Path second;

  /** A running server without buckets. */
  abstract S3Server start();

  @BeforeAll
  void backUpTwoNights(@TempDir Path folder) throws IOException {
    scratch = folder;
    server = start().asDefault();
    server.createBucket("almanac");
    first = snapshot("20260101T000000Z-1f2e3d4c5b6a7988", 26);
    second = snapshot("20260201T000000Z-1f2e3d4c5b6a7988", 28);
    backUpBoth(ROOT);
  }

  @AfterAll
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private Path snapshot(String name, int hours) {
    return new SnapshotFolder(scratch.resolve(name))
        .block(
            block ->
                block
                    .floats("up", 3, MIDNIGHT, MIDNIGHT + DAY, MINUTE)
                    .histograms("latency", MIDNIGHT, MIDNIGHT + HOUR, MINUTE))
        .block(block -> block.floats("up", 3, MIDNIGHT + DAY, MIDNIGHT + hours * HOUR, MINUTE))
        .path();
  }

  private void backUpBoth(String root) throws IOException {
    backUp(root, first, "global: {}\n");
    backUp(root, second, "global: {scrape_interval: 15s}\n");
  }

  private void backUp(String root, Path snapshot, String configuration) throws IOException {
    Path etc = Files.createDirectories(scratch.resolve("etc"));
    Files.writeString(etc.resolve("prometheus.yml"), configuration);
    Path models = Files.createDirectories(scratch.resolve("models/up"));
    Files.writeString(models.resolve("model.bin"), "a model that stays the same");
    Path file =
        Files.writeString(
            scratch.resolve("backup.yaml"),
            """
            prometheus: %s
            archive: %s
            configuration: {include: ['%s']}
            models: %s
            """
                .formatted(snapshot, root, etc, models.getParent()));
    CommandRun run = CommandRun.of("backup", "--config", file.toString());
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
  }

  private static CommandRun run(String root, String... words) {
    return CommandRun.of(
        Stream.concat(Stream.of(words), Stream.of("--archive", root)).toArray(String[]::new));
  }

  private static void assertDone(CommandRun run) {
    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void verifiesEveryBackupToTheLastRow() {
    assertDone(run(ROOT, "verify", "--all", "--deep"));
  }

  @Test
  void bringsTheBlocksOfEachNightBackToTheByte() {
    Path one = scratch.resolve("one");
    Path two = scratch.resolve("two");

    assertDone(run(ROOT, "restore", "20260101", "--into", one.toString()));
    assertDone(run(ROOT, "restore", "20260201", "--into", two.toString()));

    assertThat(ArchiveListing.of(one)).isEqualTo(ArchiveListing.of(first));
    assertThat(ArchiveListing.of(two)).isEqualTo(ArchiveListing.of(second));
    assertDone(run(ROOT, "verify", "20260201", "--blocks", two.toString()));
  }

  @Test
  void bringsTheConfigurationOfAnEarlierNightBack() throws IOException {
    Path into = scratch.resolve("configuration");

    assertDone(
        run(ROOT, "restore", "20260101", "--only", "configuration", "--into", into.toString()));

    try (Stream<Path> files = Files.walk(into)) {
      Path restored =
          files.filter(file -> file.endsWith("prometheus.yml")).findFirst().orElseThrow();
      assertThat(restored).hasContent("global: {}");
    }
  }

  @Test
  void keepsAnUnchangedComponentOnceAndBothOfAChangedOne() {
    assertThat(keys(ROOT, "components/")).hasSize(3);
  }

  private static List<String> keys(String root, String prefix) {
    try (BlobStore store = BlobStores.open(root)) {
      return store.list(prefix).stream().map(BlobInfo::key).toList();
    }
  }

  @Test
  void leavesNothingPending() {
    try (BlobStore store = BlobStores.open(ROOT)) {
      assertThat(store.pending()).isEmpty();
    }
  }

  @Test
  void removesAnOldNightAndWhatOnlyItNeeded() throws IOException {
    String root = ROOT + "-pruned";
    backUpBoth(root);

    CommandRun pruned = run(root, "prune", "--keep", "1d", "--json");

    assertDone(pruned);
    JsonNode removed = pruned.json().path("removed_backups");
    assertThat(removed).hasSize(1);
    assertThat(removed.get(0).asText()).startsWith("20260101T000000Z-");
    assertThat(keys(root, "backups/")).hasSize(1);
    assertThat(keys(root, "components/")).hasSize(2);
    assertDone(run(root, "verify", "--all", "--deep"));
  }
}
