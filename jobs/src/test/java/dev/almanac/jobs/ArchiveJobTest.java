package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job on a cluster of two task managers, each with two slots. */
class ArchiveJobTest {

  private static FlinkCluster cluster;

  @TempDir private Path temp;

  @BeforeAll
  static void start() throws Exception {
    cluster = FlinkCluster.start();
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.stop();
  }

  private SnapshotFolder snapshot() {
    SnapshotFolder snapshot = new SnapshotFolder(temp.resolve("snapshot"));
    for (long day = 0; day < 7; day++) {
      long from = MIDNIGHT + day * DAY;
      snapshot.block(
          block ->
              block
                  .floats("requests_total", 10, from, from + DAY, 60_000)
                  .histograms("latency", from, from + DAY, 600_000));
    }
    return snapshot;
  }

  private ArchivePlan plan(SnapshotFolder snapshot, Path root) {
    return Archiver.plan(
        new ArchiveRequest(
            snapshot.path(),
            root.toString(),
            new Manifest.Source("test", "", List.of()),
            "almanac test"));
  }

  private static void runOnCluster(ArchivePlan plan) throws Exception {
    StreamExecutionEnvironment env = cluster.environment();
    new ArchiveJob(plan).build(env);
    env.execute("archive");
  }

  @Test
  void makesTheSameFilesOnFourSlotsAsOnOne() throws Exception {
    SnapshotFolder snapshot = snapshot();
    Path alone = temp.resolve("alone");
    CommandRun run =
        CommandRun.of(
            "archive",
            "--parallelism",
            "1",
            "--from",
            snapshot.path().toString(),
            "--archive",
            alone.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);

    Path together = temp.resolve("together");
    runOnCluster(plan(snapshot, together));

    assertThat(ArchiveListing.ofData(together))
        .hasSizeGreaterThan(20)
        .isEqualTo(ArchiveListing.ofData(alone));
    assertThat(ArchiveListing.debris(together)).isEmpty();
  }

  @Test
  void failsWithTheMessageOfThePieceThatFailed() throws IOException {
    SnapshotFolder snapshot = snapshot();
    Path root = temp.resolve("archive");
    ArchivePlan plan = plan(snapshot, root);
    Path chunks = snapshot.path().resolve("01JB0EXAMP1E0F0A0B10CK0003/chunks/000001");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(chunks));
    bytes.put(200, (byte) ~bytes.get(200));
    Files.write(chunks, bytes.array());

    assertThatThrownBy(() -> runOnCluster(plan))
        .satisfies(
            failure ->
                assertThat(Failure.of(failure).message())
                    .contains("01JB0EXAMP1E0F0A0B10CK0003/chunks/000001 @ ", "CRC"));

    Archiver.abandon(plan);
    assertThat(ArchiveListing.of(root)).isEmpty();
  }
}
