package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import dev.almanac.jobs.bench.ZstdTarball;
import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures how snapshots are archived, one after the other, in this JVM. */
final class ArchiveBench {

  private final WorkFolder work;
  private final int parallelism;
  private final int passes;
  private final Path promtool;
  private final StatusLine status;

  /**
   * @param promtool the executable, or null to do without
   */
  ArchiveBench(WorkFolder work, int parallelism, int passes, Path promtool, StatusLine status) {
    this.work = work;
    this.parallelism = parallelism;
    this.passes = passes;
    this.promtool = promtool;
    this.status = status;
  }

  /** What a pass uses for next to no samples: to start the engine and to end it. */
  List<ProcessMeter.Usage> fixedCost() throws Exception {
    Path snapshot = Files.createDirectory(work.path().resolve("nothing"));
    GeneratedSnapshot.write(snapshot, SnapshotSpec.of(1, 1), samples -> {});
    return archive(snapshot).usages();
  }

  ArchiveMeasurement measure(String name, Path snapshot) throws Exception {
    Passes measured = archive(snapshot);
    List<Path> blocks =
        SnapshotDirectory.open(snapshot).blocks().stream()
            .map(SnapshotDirectory.Block::path)
            .toList();
    status.show(name + ": packing the blocks");
    long tarball = ZstdTarball.size(blocks);
    PromtoolDump dump = promtool == null ? null : dump(name, blocks);
    return new ArchiveMeasurement(
        name, blocks.size(), measured.totals(), tarball, measured.usages(), dump);
  }

  private record Passes(Manifest.Totals totals, List<ProcessMeter.Usage> usages) {}

  private Passes archive(Path snapshot) throws Exception {
    List<ProcessMeter.Usage> usages = new ArrayList<>();
    Manifest manifest = null;
    for (int pass = 0; pass < passes; pass++) {
      Path archive = work.path().resolve("archive");
      ProcessMeter meter = ProcessMeter.start();
      manifest = archive(snapshot, archive);
      usages.add(meter.stop());
      WorkFolder.delete(archive);
    }
    return new Passes(manifest.totals(), List.copyOf(usages));
  }

  private Manifest archive(Path snapshot, Path archive) throws Exception {
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                archive.toString(),
                new Manifest.Source(snapshot.toString(), "", List.of()),
                "almanac " + Version.number()));
    return ArchiveRun.of(plan, parallelism, status);
  }

  private PromtoolDump dump(String name, List<Path> blocks)
      throws IOException, InterruptedException {
    status.show(name + ": promtool dumps the blocks");
    Path scratch = Files.createDirectory(work.path().resolve("dump"));
    PromtoolDump dump = PromtoolDump.run(promtool, blocks, scratch);
    WorkFolder.delete(scratch);
    return dump;
  }
}
