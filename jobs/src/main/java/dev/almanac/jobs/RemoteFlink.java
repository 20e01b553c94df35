package dev.almanac.jobs;

import java.net.URI;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A Flink cluster whose processes have Almanac's jars on their class path, so that a job is all
 * that is sent to it.
 *
 * @param url where its REST interface answers
 */
record RemoteFlink(URI url) implements Engine {

  /** A JobManager that was killed has that long to be back before whoever waits gives up. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Duration RETRY = Duration.ofSeconds(2);

  @Override
  public StreamExecutionEnvironment environment(int parallelism, MemorySize buffers) {
    Configuration client = new Configuration();
    client.set(RestOptions.RETRY_DELAY, RETRY);
    client.set(RestOptions.RETRY_MAX_ATTEMPTS, (int) PATIENCE.dividedBy(RETRY));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createRemoteEnvironment(url.getHost(), url.getPort(), client);
    environment.setParallelism(parallelism);
    return environment;
  }
}
