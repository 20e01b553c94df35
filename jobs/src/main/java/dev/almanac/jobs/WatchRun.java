package dev.almanac.jobs;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A {@link ScoreJob} in this JVM, from where the last one in the same folder ended. */
final class WatchRun {

  private static final Logger LOG = LoggerFactory.getLogger(WatchRun.class);

  private static final Duration TICK = Duration.ofMillis(500);

  /** How long the last savepoint may take, before the last checkpoint has to do. */
  private static final Duration LAST_SAVEPOINT = Duration.ofSeconds(60);

  /** A job that fails more often than that will not get better by itself. */
  private static final int FAILURES = 3;

  private static final Duration FAILURES_WITHIN = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Checkpoints checkpoints;
  private final JobClient job;
  private final CompletableFuture<JobExecutionResult> end;
  private final Optional<String> resumed;

  private WatchRun(Checkpoints checkpoints, JobClient job, Optional<String> resumed) {
    this.checkpoints = checkpoints;
    this.job = job;
    this.resumed = resumed;
    end = job.getJobExecutionResult();
  }

  /**
   * Starts the job.
   *
   * @param every how often to make a checkpoint: so much is done again after a crash
   */
  static WatchRun start(ScoreJob job, Checkpoints checkpoints, int parallelism, Duration every)
      throws Exception {
    Optional<String> resumed = checkpoints.newest();
    StreamExecutionEnvironment flink = Engine.HERE.environment(parallelism);
    flink.configure(checkpoints.settings(every, resumed));
    flink.configure(restarts());
    job.build(flink);
    checkpoints.removeOlder();
    return new WatchRun(checkpoints, begun(flink, resumed), resumed);
  }

  /**
   * Flink says that a file ends too soon, or that a state is of another job, and not of which
   * checkpoint.
   */
  private static JobClient begun(StreamExecutionEnvironment flink, Optional<String> resumed)
      throws Exception {
    try {
      return flink.executeAsync("watch");
    } catch (Exception e) {
      if (resumed.isEmpty()) {
        throw e;
      }
      throw new IOException(
          "cannot go on from %s: it is damaged, or of another job (%s); remove it to go on from the one before, or give a new folder to begin anew"
              .formatted(resumed.get(), ExceptionUtils.getRootCause(e)),
          e);
    }
  }

  /** A server that refuses the credentials will not take them later: better end than retry. */
  private static Configuration restarts() {
    Configuration settings = new Configuration();
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "failure-rate");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_MAX_FAILURES_PER_INTERVAL, FAILURES);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_FAILURE_RATE_INTERVAL,
        FAILURES_WITHIN);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_FAILURE_RATE_DELAY, PAUSE);
    return settings;
  }

  /** The checkpoint that it went on from. */
  Optional<String> resumed() {
    return resumed;
  }

  /**
   * Waits until the time is over, or somebody wants an end, or the job has one.
   *
   * @param tick is called now and then
   * @throws ExecutionException where the job failed for good
   */
  void await(Duration howLong, BooleanSupplier stop, Runnable tick)
      throws ExecutionException, InterruptedException {
    long until = System.nanoTime() + howLong.toNanos();
    while (!stop.getAsBoolean() && until - System.nanoTime() > 0) {
      try {
        end.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
        return;
      } catch (TimeoutException e) {
        tick.run();
      }
    }
  }

  /**
   * Ends the job with a savepoint, so that the next one goes on where it ended; where that cannot
   * be had, without one: then the next goes on from the last checkpoint.
   *
   * @return the savepoint
   */
  Optional<String> stop() throws InterruptedException {
    if (end.isDone()) {
      return Optional.empty();
    }
    try {
      String savepoint =
          job.stopWithSavepoint(false, checkpoints.uri(), SavepointFormatType.CANONICAL)
              .get(LAST_SAVEPOINT.toMillis(), TimeUnit.MILLISECONDS);
      awaitEnd();
      return Optional.of(savepoint);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("No savepoint at the end; the next start goes on from the last checkpoint", e);
      var unused = job.cancel();
      awaitEnd();
      return Optional.empty();
    }
  }

  private void awaitEnd() throws InterruptedException {
    try {
      end.get(LAST_SAVEPOINT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("The job was cancelled", e);
    }
  }
}
