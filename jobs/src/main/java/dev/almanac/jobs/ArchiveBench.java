package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolDump;
import dev.almanac.jobs.bench.ZstdTarball;
import dev.almanac.tsdb.SnapshotDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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

  ArchiveMeasurement measure(String name, Path snapshot) throws Exception {
    List<ArchiveMeasurement.Pass> measured = new ArrayList<>();
    Manifest backup = null;
    for (int pass = 0; pass < passes; pass++) {
      Path archive = work.path().resolve("archive");
      backup = archive(snapshot, archive, measured);
      WorkFolder.delete(archive);
    }
    List<Path> blocks =
        SnapshotDirectory.open(snapshot).blocks().stream()
            .map(SnapshotDirectory.Block::path)
            .toList();
    status.show(name + ": packing the blocks");
    long tarball = ZstdTarball.size(blocks);
    PromtoolDump dump = promtool == null ? null : dump(name, blocks);
    return new ArchiveMeasurement(
        name, blocks.size(), backup.totals(), tarball, List.copyOf(measured), dump);
  }

  private Manifest archive(Path snapshot, Path archive, List<ArchiveMeasurement.Pass> measured)
      throws Exception {
    ProcessMeter meter = ProcessMeter.start();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                archive.toString(),
                new Manifest.Source(snapshot.toString(), "", List.of()),
                "almanac " + Version.number()));
    long planning = threads.getCurrentThreadCpuTime() - before;
    ArchiveRun.Outcome outcome = ArchiveRun.of(plan, Engine.HERE, parallelism, status);
    measured.add(
        new ArchiveMeasurement.Pass(meter.stop(), (planning + outcome.workerCpuNanos()) / 1e9));
    return outcome.backup();
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
