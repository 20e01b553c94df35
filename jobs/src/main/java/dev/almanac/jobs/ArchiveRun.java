package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.Archiver;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.ArchivePartFunction;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** An {@link ArchiveJob} run to its end, from its plan to the committed backup. */
final class ArchiveRun {

  private ArchiveRun() {}

  /**
   * What became of a plan.
   *
   * @param workerCpuNanos what the workers spent on processors, Flink's own threads apart
   */
  record Outcome(Manifest backup, long workerCpuNanos) {}

  /** Carries out the plan, and tells on the console how far it is. */
  static Manifest of(ArchivePlan plan, Engine engine, int parallelism, Console console)
      throws Exception {
    try (StatusLine status = console.status()) {
      return of(plan, engine, parallelism, status).backup();
    }
  }

  /**
   * Carries out the plan, telling how far it is; what a failed run staged is cleared.
   *
   * @throws LostJobException where the job may go on, with what it staged
   */
  static Outcome of(ArchivePlan plan, Engine engine, int parallelism, StatusLine status)
      throws Exception {
    StreamExecutionEnvironment flink = engine.environment(parallelism);
    new ArchiveJob(plan).build(flink);
    try {
      JobExecutionResult end =
          new JobProgress(
                  flink.executeAsync("archive " + plan.backupId()), new ArchiveProgress(plan)::text)
              .await(status);
      return new Outcome(
          committed(plan), end.<Long>getAccumulatorResult(ArchivePartFunction.CPU_NANOS));
    } catch (LostJobException e) {
      throw e;
    } catch (Exception e) {
      abandon(plan, e);
      throw e;
    }
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
