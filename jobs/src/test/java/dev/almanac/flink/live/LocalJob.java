package dev.almanac.flink.live;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job with a cluster of its own in this JVM; both end together. */
public final class LocalJob {

  private final JobClient client;
  private final CompletableFuture<JobExecutionResult> result;

  private LocalJob(JobClient client) {
    this.client = client;
    result = client.getJobExecutionResult();
  }

  /** An environment with a checkpoint each 200 ms, whose jobs survive one failure. */
  public static StreamExecutionEnvironment environment(int parallelism) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 1);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(200));
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  public static LocalJob start(StreamExecutionEnvironment env) throws Exception {
    return new LocalJob(env.executeAsync());
  }

  /** Waits until the job has done its work. */
  public void awaitEnd() throws Exception {
    result.get(2, TimeUnit.MINUTES);
  }

  /** Cancels the job if it is still there, and waits for the end of it. */
  public void stop() throws Exception {
    if (!result.isDone()) {
      client.cancel().get();
      try {
        awaitEnd();
      } catch (ExecutionException e) {
        // It was cancelled, which counts as a failure.
      }
    }
  }
}
