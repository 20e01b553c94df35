package dev.almanac.jobs;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.rest.util.RestClientException;
import org.apache.flink.util.ExceptionUtils;
import org.apache.flink.util.concurrent.FutureUtils.RetryException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows a running job and tells how far it is. */
final class JobProgress {

  private static final Logger LOG = LoggerFactory.getLogger(JobProgress.class);
  private static final long POLL_MILLIS = 500;
  private static final long CANCEL_SECONDS = 60;

  private final JobClient job;
  private final Function<Map<String, Object>, String> text;

  /**
   * @param text what to show of the job's accumulators
   */
  JobProgress(JobClient job, Function<Map<String, Object>, String> text) {
    this.job = job;
    this.text = text;
  }

  /**
   * Waits for the job's end; whatever failed in it is thrown as the cause.
   *
   * @throws LostJobException where a cluster does not tell what became of it
   * @throws InterruptedException where whoever waits is to end; the job has ended then too
   */
  JobExecutionResult await(StatusLine status) throws ExecutionException, InterruptedException {
    CompletableFuture<JobExecutionResult> end = job.getJobExecutionResult();
    while (true) {
      try {
        return end.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (ExecutionException e) {
        if (isOfTheWay(e)) {
          throw new LostJobException(job.getJobID(), e);
        }
        throw e;
      } catch (TimeoutException e) {
        showOrCancel(status, end);
      } catch (InterruptedException e) {
        cancel(end);
        throw e;
      }
    }
  }

  /** Whether it was the asking that failed, and not the job. */
  private static boolean isOfTheWay(ExecutionException failure) {
    return ExceptionUtils.findThrowable(failure, RetryException.class).isPresent()
        || ExceptionUtils.findThrowable(failure, RestClientException.class).isPresent();
  }

  private void showOrCancel(StatusLine status, CompletableFuture<JobExecutionResult> end)
      throws InterruptedException {
    try {
      show(status);
    } catch (InterruptedException e) {
      cancel(end);
      throw e;
    }
  }

  /** Nobody goes on while the job may still write. */
  private void cancel(CompletableFuture<JobExecutionResult> end) throws InterruptedException {
    try {
      job.cancel().get(CANCEL_SECONDS, TimeUnit.SECONDS);
      end.get(CANCEL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | IllegalStateException e) {
      LOG.debug("The job ended in its own way", e);
    }
  }

  private void show(StatusLine status) throws InterruptedException {
    try {
      status.show(text.apply(job.getAccumulators().get()));
    } catch (ExecutionException | IllegalStateException e) {
      // The job has just ended, or the cluster with it; the job's result says how.
    }
  }

  /** A counter among accumulators; 0 where it is not there yet. */
  static long count(Map<String, Object> counts, String name) {
    return counts.get(name) instanceof Long count ? count : 0;
  }
}
