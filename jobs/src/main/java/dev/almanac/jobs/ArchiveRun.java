package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.Archiver;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An {@link ArchiveJob} run in this JVM, from its plan to the committed backup. */
final class ArchiveRun {

  private ArchiveRun() {}

  /** Carries out the plan, and tells on the console how far it is. */
  static Manifest of(ArchivePlan plan, int parallelism, Console console) throws Exception {
    try (StatusLine status = console.status()) {
      return of(plan, parallelism, status);
    }
  }

  /** Carries out the plan, telling how far it is; what a failed run staged is cleared. */
  static Manifest of(ArchivePlan plan, int parallelism, StatusLine status) throws Exception {
    StreamExecutionEnvironment flink = LocalFlink.environment(parallelism);
    new ArchiveJob(plan).build(flink);
    try {
      new ArchiveProgress(plan, flink.executeAsync("archive " + plan.backupId())).await(status);
    } catch (Exception e) {
      abandon(plan, e);
      throw e;
    }
    return committed(plan);
  }

  /** Clears the store of what the failed run staged; should that fail too, the next run does it. */
  private static void abandon(ArchivePlan plan, Exception failure) {
    try {
      Archiver.abandon(plan);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private static Manifest committed(ArchivePlan plan) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      return new Catalog(store).resolve(plan.backupId());
    }
  }
}
