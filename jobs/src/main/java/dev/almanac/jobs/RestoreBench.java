package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.backup.ExactRestore;
import dev.almanac.backup.RestoreException;
import dev.almanac.backup.RestoredBlock;
import dev.almanac.backup.RestoredBlocks;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.Manifest;
import dev.almanac.jobs.bench.ProcessMeter;
import dev.almanac.jobs.bench.PromtoolBackfill;
import dev.almanac.tsdb.SnapshotDirectory;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures how archived snapshots come back to the byte, on one thread of this JVM. */
final class RestoreBench {

  private final WorkFolder work;
  private final int passes;
  private final Path promtool;
  private final long promtoolSamples;
  private final StatusLine status;

  /**
   * @param promtool the executable, or null to do without
   * @param promtoolSamples about how many samples promtool gets
   */
  RestoreBench(
      WorkFolder work, int passes, Path promtool, long promtoolSamples, StatusLine status) {
    this.work = work;
    this.passes = passes;
    this.promtool = promtool;
    this.promtoolSamples = promtoolSamples;
    this.status = status;
  }

  RestoreMeasurement measure(String name, Path snapshot) throws Exception {
    Path archive = work.path().resolve("archive");
    Manifest backup = archive(snapshot, archive);
    List<RestoreMeasurement.Pass> measured = new ArrayList<>();
    try (BlobStore store = BlobStores.open(archive.toString())) {
      for (int pass = 1; pass <= passes; pass++) {
        measured.add(restore(name + ": pass " + pass, store, backup));
      }
    }
    WorkFolder.delete(archive);
    PromtoolBackfill backfill = promtool == null ? null : backfill(name, snapshot);
    return new RestoreMeasurement(
        name, backup.blocks().size(), backup.totals(), List.copyOf(measured), backfill);
  }

  private Manifest archive(Path snapshot, Path archive) throws Exception {
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                archive.toString(),
                new Manifest.Source(snapshot.toString(), "", List.of()),
                "almanac " + Version.number()));
    return ArchiveRun.of(plan, Engine.HERE, 1, status).backup();
  }

  private RestoreMeasurement.Pass restore(String what, BlobStore store, Manifest backup)
      throws IOException {
    Path folder = Files.createDirectory(work.path().resolve("restored"));
    Progress progress = new Progress(status, what + ", samples restored", Human::count);
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    ProcessMeter meter = ProcessMeter.start();
    long before = threads.getCurrentThreadCpuTime();
    for (ArchivedBlock block : backup.blocks()) {
      RestoredBlock restored = ExactRestore.restore(store, backup, block, folder, progress::add);
      if (!restored.isIdentical()) {
        throw new RestoreException(
            "not the same to the byte: "
                + RestoredBlocks.describe(block, restored.differences().get(0)));
      }
    }
    double cpuSeconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
    ProcessMeter.Usage usage = meter.stop();
    WorkFolder.delete(folder);
    return new RestoreMeasurement.Pass(usage, cpuSeconds);
  }

  private PromtoolBackfill backfill(String name, Path snapshot)
      throws IOException, InterruptedException {
    status.show(name + ": promtool makes a block of a slice");
    Path block = SnapshotDirectory.open(snapshot).blocks().get(0).path();
    Path scratch = Files.createDirectory(work.path().resolve("backfill"));
    PromtoolBackfill backfill = PromtoolBackfill.run(promtool, block, promtoolSamples, scratch);
    WorkFolder.delete(scratch);
    return backfill;
  }
}
