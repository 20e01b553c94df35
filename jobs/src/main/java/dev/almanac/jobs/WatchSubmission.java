package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
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
    Optional<ClusterRest.Job> running = running(checkpoints);
    if (running.isPresent()) {
      return new Outcome(running.get(), Optional.empty(), true);
    }
    requireUnused(checkpoints);
    checkpoints.usedBy(cluster);
    Optional<String> resumed = checkpoints.newest();
    checkpoints.removeOlder();
    StreamExecutionEnvironment flink = new RemoteFlink(cluster).environment(parallelism);
    flink.configure(checkpoints.settings(every, resumed));
    flink.getConfig().setGlobalJobParameters(new Parameters(checkpoints.uri()));
    job.build(flink);
    String id = flink.executeAsync(name(checkpoints)).getJobID().toHexString();
    return new Outcome(started(id), resumed, false);
  }

  /**
   * Makes sure that no job on a cluster keeps its checkpoints there, nor will when the cluster is
   * started again.
   *
   * @throws ClusterException where one does, or nobody can tell
   */
  static void requireUnused(Checkpoints checkpoints) throws IOException, InterruptedException {
    Optional<URI> other = checkpoints.cluster();
    if (other.isEmpty()) {
      return;
    }
    Optional<ClusterRest.Job> running;
    try {
      running = new WatchSubmission(other.get()).running(checkpoints);
    } catch (ClusterException e) {
      throw new ClusterException(
          "a job on %s used these checkpoints, and nobody answers there: start that cluster, or remove %s where it is gone for good"
              .formatted(other.get(), checkpoints.mark()),
          e);
    }
    if (running.isPresent()) {
      throw new ClusterException(
          "job %s watches with these checkpoints; end it first: almanac cluster stop --job %s --cluster %s"
              .formatted(running.get().id(), running.get().id(), other.get()));
    }
  }

  private static String name(Checkpoints checkpoints) {
    return "watch " + checkpoints.uri();
  }

  private Optional<ClusterRest.Job> running(Checkpoints checkpoints) throws InterruptedException {
    return rest.jobs().stream()
        .filter(job -> job.name().equals(name(checkpoints)) && job.isActive())
        .findAny();
  }

  private ClusterRest.Job started(String id) throws InterruptedException {
    long until = System.nanoTime() + STARTS_WITHIN.toNanos();
    while (true) {
      ClusterRest.Job job =
          rest.jobs().stream().filter(one -> one.id().equals(id)).findAny().orElseThrow();
      if (!job.isActive()) {
        throw new ClusterException(
            "job %s %s at its start: %s"
                .formatted(id, job.state().toLowerCase(Locale.ROOT), rest.failure(id)));
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
