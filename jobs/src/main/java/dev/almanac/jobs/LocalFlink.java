package dev.almanac.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Flink inside this very JVM: the default wherever one machine is enough. */
final class LocalFlink {

  private LocalFlink() {}

  /**
   * An environment whose jobs run here, on that many threads, and fail at their first error.
   *
   * @param buffers memory for what travels, and as much for what is sorted
   * @throws LocalFlinkException where this machine does not know its own address, which Flink asks
   *     for though nothing leaves this JVM
   */
  static StreamExecutionEnvironment environment(int parallelism, MemorySize buffers) {
    String own = ownAddress();
    Configuration configuration = new Configuration();
    // Unset, both listen on every address, and run what they are given. The first is looked for by
    // this machine's own name.
    configuration.set(JobManagerOptions.BIND_HOST, own);
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    // Progress travels with heartbeats.
    configuration.set(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofMillis(500));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, buffers);
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, buffers);
    configuration.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, buffers);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, parallelism);
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, configuration);
  }

  /** By default a name of this machine is one of loopback on Debian and Ubuntu. */
  private static String ownAddress() {
    try {
      return InetAddress.getLocalHost().getHostAddress();
    } catch (UnknownHostException e) {
      throw new LocalFlinkException(
          "this machine does not know its own address ("
              + e.getMessage()
              + "); add its name to /etc/hosts: echo \"127.0.1.1 $(hostname)\" >> /etc/hosts",
          e);
    }
  }
}
