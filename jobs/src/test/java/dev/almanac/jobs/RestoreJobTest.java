package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.backup.RestoredBlocks;
import dev.almanac.backup.SelectedRestore;
import dev.almanac.backup.SeriesComparison;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.GatherOperator;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Restores and proofs on a cluster of two task managers, each with two slots, and in one thread.
 */
class RestoreJobTest {

  private static FlinkCluster cluster;
  private static Path snapshot;
  private static Path archive;
  private static Manifest backup;

  @TempDir private Path folder;

  @BeforeAll
  static void archiveOnce(@TempDir Path shared) throws Exception {
    cluster = FlinkCluster.start();
    snapshot = Files.createDirectories(shared.resolve("snapshot"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(100_000, 15).inHeadBlocks(), written -> {});
    archive = shared.resolve("archive");
    CommandRun run =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", archive.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (BlobStore store = BlobStores.open(archive.toString())) {
      backup = new Catalog(store).resolve("latest");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    cluster.stop();
  }

  private static <P extends Serializable, R extends Serializable> List<R> onCluster(
      PieceJob<P, R> job) throws Exception {
    StreamExecutionEnvironment env = cluster.environment();
    job.build(env);
    return GatherOperator.results(env.execute(job.name()));
  }

  private static <P extends Serializable, R extends Serializable> List<R> alone(
      PieceJob<P, R> job) {
    try (BlobStore store = BlobStores.open(job.archive())) {
      return job.here(store, done -> {});
    }
  }

  private static PieceJob<RestorePiece, Differences> exactly(Path archive, Path into) {
    return RestoreJob.of(archive.toString(), new BlockSource.Exact(backup, backup), Set.of(), into);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  /** Every file below a folder with its content's hash. */
  private static Map<String, Integer> tree(Path folder) throws IOException {
    Map<String, Integer> tree = new TreeMap<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        tree.put(folder.relativize(file).toString(), Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return tree;
  }

  private Path damagedArchive() throws IOException {
    Path damaged = folder.resolve("damaged");
    try (Stream<Path> files = Files.walk(archive)) {
      for (Path file : files.toList()) {
        Files.copy(file, damaged.resolve(archive.relativize(file).toString()));
      }
    }
    Path file;
    try (Stream<Path> files = Files.walk(damaged.resolve("samples"))) {
      file = files.filter(f -> f.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.delete(file);
    Files.write(file, bytes);
    return damaged;
  }

  @Test
  void fourSlotsMakeTheSameFilesAsOneThread() throws Exception {
    Path together = folder("together");
    Path one = folder("one");

    assertThat(Differences.join(onCluster(exactly(archive, together)))).isEmpty();
    assertThat(Differences.join(alone(exactly(archive, one)))).isEmpty();

    assertThat(tree(together)).hasSizeGreaterThan(40).isEqualTo(tree(one));
    assertThat(tree(together)).isEqualTo(tree(snapshot));
  }

  @Test
  void fourSlotsMakeNewBlocksOfTheSameSamplesAsOneThread() throws Exception {
    Path together = folder("together");
    Path one = folder("one");
    SelectedRestore.Request request =
        new SelectedRestore.Request(
            backup.files(), TimeRange.ALL, Selector.parse("{job!=\"\"}"), Duration.ofHours(6));
    BlockSource source = new BlockSource.Selected(request);

    onCluster(RestoreJob.of(archive.toString(), source, Set.of(), together));
    alone(RestoreJob.of(archive.toString(), source, Set.of(), one));

    SeriesComparison.Result compared =
        new SeriesComparison(
                "the cluster",
                new RestoredBlocks(together, TimeRange.ALL),
                "one thread",
                new RestoredBlocks(one, TimeRange.ALL))
            .compare(Selector.ALL);
    assertThat(compared.differences()).isEmpty();
    assertThat(compared.samples()).isGreaterThan(50_000);
    assertThat(lengths(together)).hasSizeGreaterThan(4).isEqualTo(lengths(one));
  }

  /**
   * What differs between two restores are the names of the blocks, which are of the same length.
   */
  private static List<String> lengths(Path folder) throws IOException {
    List<String> lengths = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lengths.add(file.getFileName() + " " + Files.size(file));
      }
    }
    lengths.sort(null);
    return lengths;
  }

  @Test
  void aBlockThatFailsIsNamed() throws Exception {
    Path damaged = damagedArchive();
    Path into = folder("into");

    assertThatThrownBy(() -> onCluster(exactly(damaged, into)))
        .satisfies(
            failure ->
                assertThat(Failure.of(failure).message())
                    .contains("cannot be restored: ")
                    .containsPattern("block [0-9A-Z]{26}")
                    .contains("samples/day="));
  }

  @Test
  void fourSlotsFindWhatOneThreadFindsOfADamagedArchive() throws Exception {
    Path damaged = damagedArchive();
    PieceJob<VerifyPiece, VerifyJob.Findings> job =
        VerifyJob.ofBytes(damaged.toString(), backup.files(), backup.components());

    List<ArchiveCheck.Finding> found = VerifyJob.Findings.join(onCluster(job));

    assertThat(found).hasSize(1).isEqualTo(VerifyJob.Findings.join(alone(job)));
    assertThat(found.get(0).key()).startsWith("samples/day=");
  }

  @Test
  void fourSlotsDecodeAllRows() throws Exception {
    PieceJob<VerifyPiece, VerifyJob.Findings> job =
        VerifyJob.ofRows(archive.toString(), backup.files());

    assertThat(job.pieces()).hasSizeGreaterThan(1);
    assertThat(VerifyJob.Findings.join(onCluster(job))).isEmpty();
  }

  @Test
  void workersRunLargeWorkOnFlink() throws Exception {
    Path into = folder("into");
    PieceJob<RestorePiece, Differences> small = exactly(archive, into);
    PieceJob<RestorePiece, Differences> large =
        new PieceJob<>(small.name(), small.archive(), small.pieces(), small.work(), 1e6);
    StringWriter err = new StringWriter();
    try (BlobStore store = BlobStores.open(archive.toString());
        StatusLine status = new StatusLine(new PrintWriter(err), true)) {
      List<Differences> done =
          new Workers(store, archive.toString(), 2, status)
              .carryOut(large, "restoring", Human::count);

      assertThat(done).hasSameSizeAs(large.pieces());
    }
    assertThat(tree(into)).isEqualTo(tree(snapshot));
  }
}
