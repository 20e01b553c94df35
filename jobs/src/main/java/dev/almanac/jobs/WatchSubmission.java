package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.ExecutionConfig;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A {@link ScoreJob} sent to a cluster, where it goes on without whoever sent it. */
final class WatchSubmission {

  /** A cluster that has too few slots by then is told of. */
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(60);

  private static final Duration POLL = Duration.ofMillis(300);

  private final URI cluster;
  private final ClusterRest rest;

  WatchSubmission(URI cluster) {
    this.cluster = cluster;
    rest = new ClusterRest(cluster);
  }

  /**
   * What came of it.
   *
   * @param resumed the checkpoint that the job went on from
   * @param already whether it was running before, and nothing was sent
   */
  record Outcome(ClusterRest.Job job, Optional<String> resumed, boolean already) {}

  /**
   * Sends the job, from where the last one in the same folder ended, and waits until it runs.
   *
   * @throws ClusterException where it fails at its start
   */
  Outcome submit(ScoreJob job, Checkpoints checkpoints, int parallelism, Duration every)
      throws Exception {
    String name = "watch " + checkpoints.uri();
    Optional<ClusterRest.Job> running = running(name);
    if (running.isPresent()) {
      return new Outcome(running.get(), Optional.empty(), true);
    }
    Optional<String> resumed = checkpoints.newest();
    StreamExecutionEnvironment flink = new RemoteFlink(cluster).environment(parallelism);
    flink.configure(checkpoints.settings(every, resumed));
    flink.getConfig().setGlobalJobParameters(new Parameters(checkpoints.uri()));
    job.build(flink);
    String id = flink.executeAsync(name).getJobID().toHexString();
    return new Outcome(started(id), resumed, false);
  }

  private Optional<ClusterRest.Job> running(String name) throws InterruptedException {
    return rest.jobs().stream().filter(job -> job.name().equals(name) && job.isActive()).findAny();
  }

  private ClusterRest.Job started(String id) throws InterruptedException {
    long until = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (true) {
      ClusterRest.Job job =
          rest.jobs().stream().filter(one -> one.id().equals(id)).findAny().orElseThrow();
      if (!job.isActive()) {
        throw new ClusterException(
            "job %s %s at its start: %s"
                .formatted(id, job.state().toLowerCase(java.util.Locale.ROOT), rest.failure(id)));
      }
      if (job.state().equals("RUNNING") || System.nanoTime() - until > 0) {
        return job;
      }
      Thread.sleep(POLL.toMillis());
    }
  }

  /** What the cluster shows of a job: where its checkpoints are, and nothing that is secret. */
  private static final class Parameters extends ExecutionConfig.GlobalJobParameters {

    private static final long serialVersionUID = 1L;

    private final String checkpoints;

    Parameters(String checkpoints) {
      this.checkpoints = checkpoints;
    }

    @Override
    public Map<String, String> toMap() {
      return Map.of(ClusterRest.CHECKPOINTS, checkpoints);
    }
  }
}
