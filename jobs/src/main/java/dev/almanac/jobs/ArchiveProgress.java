package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.flink.ArchivePartFunction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;

/** Follows a running archive job and tells how far it is. */
final class ArchiveProgress {

  private static final long POLL_MILLIS = 500;

  private final ArchivePlan plan;
  private final JobClient job;
  private final long startedAt = System.nanoTime();

  ArchiveProgress(ArchivePlan plan, JobClient job) {
    this.plan = plan;
    this.job = job;
  }

  /** Waits for the job's end; whatever failed in it is thrown as the cause. */
  JobExecutionResult await(StatusLine status) throws ExecutionException, InterruptedException {
    CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
    while (true) {
      try {
        return end.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        show(status);
      }
    }
  }

  private void show(StatusLine status) throws InterruptedException {
    try {
      status.show(text(job.getAccumulators().get()));
    } catch (ExecutionException | IllegalStateException e) {
      // The job has just ended, or the cluster with it; the job's result says how.
    }
  }

  private String text(Map<String, Object> counts) {
    long samples = count(counts, ArchivePartFunction.SAMPLES);
    long parts = count(counts, ArchivePartFunction.PARTS);
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    long expected = plan.estimatedSamples();
    String line =
        Human.count(plan.blocks().size(), "block")
            + ", "
            + Human.count(plan.series())
            + " series: part "
            + parts
            + " of "
            + plan.splits().size()
            + ", "
            + Human.count(samples)
            + " of about "
            + Human.count(expected)
            + " samples, "
            + Human.count(Math.round(samples / seconds))
            + "/s";
    if (samples == 0 || samples >= expected) {
      return line;
    }
    long left = Math.round(seconds * (expected - samples) / samples);
    return line + ", " + Human.duration(Duration.ofSeconds(left)) + " to go";
  }

  private static long count(Map<String, Object> counts, String name) {
    return counts.get(name) instanceof Long count ? count : 0;
  }
}
