package dev.almanac.jobs;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.ArchiveListing;
import dev.almanac.backup.SnapshotFolder;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blocks whose chunks fill several segment files come back to the byte. */
class MultiSegmentBlockTest {

  @TempDir private Path folder;

  private void assertThatItComesBack(Path snapshot, int segments) {
    assertThat(ArchiveListing.of(snapshot).keySet())
        .filteredOn(file -> file.contains("/chunks/"))
        .hasSizeGreaterThanOrEqualTo(segments);
    String archive = folder.resolve("archive").toString();
    Path restored = folder.resolve("restored");

    CommandRun archived =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", archive);
    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);
    CommandRun run =
        CommandRun.of("restore", "latest", "--archive", archive, "--into", restored.toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).doesNotContain("not the same file");
    assertThat(ArchiveListing.of(restored)).isEqualTo(ArchiveListing.of(snapshot));
  }

  @Test
  void ofTheGenerator() {
    SnapshotFolder snapshot = new SnapshotFolder(folder.resolve("snapshot"));
    snapshot.block(
        block ->
            block
                .segments(5000)
                .floats("up", 20, MIDNIGHT, MIDNIGHT + DAY, MINUTE)
                .histograms("latency", MIDNIGHT, MIDNIGHT + DAY, MINUTE));

    assertThatItComesBack(snapshot.path(), 10);
  }

  /** Noise takes some nine bytes a sample, and a server can be told to make segments of 1 MiB. */
  @Test
  void ofARealServer() {
    List<String> flags =
        List.of(
            "--web.enable-admin-api",
            "--web.enable-remote-write-receiver",
            "--storage.tsdb.max-block-chunk-segment-size=1MB");
    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n", flags)) {
      pushNoise(server, 120, 3_000);
      SnapshotClient client = new SnapshotClient(server.endpoint());

      assertThatItComesBack(client.snapshotDirectory(client.create(false)), 3);
    }
  }

  private static void pushNoise(PrometheusServer server, int series, int samples) {
    RemoteWriteClient client = server.writer();
    SplittableRandom random = new SplittableRandom(7);
    long end = System.currentTimeMillis();
    FloatRun run = new FloatRun(samples);
    for (int i = 0; i < series; i++) {
      for (int j = 0; j < samples; j++) {
        run.timestamps[j] = end - Duration.ofSeconds(samples - j).toMillis();
        run.valueBits[j] = Double.doubleToRawLongBits(random.nextDouble());
      }
      run.setSize(samples);
      Labels labels = Labels.of("__name__", "noise", "number", String.valueOf(i));
      assertThat(client.write(new WriteRequest().add(labels, run)))
          .isInstanceOf(WriteOutcome.Accepted.class);
    }
  }
}
