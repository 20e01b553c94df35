package dev.almanac.jobs;

import java.net.URI;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A cluster of two task managers, each with two slots, that jobs are sent to. */
final class FlinkCluster {

  private final MiniCluster cluster;

  private FlinkCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  static FlinkCluster start() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.BIND_PORT, "0");
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(2)
                .setNumSlotsPerTaskManager(2)
                .build());
    cluster.start();
    return new FlinkCluster(cluster);
  }

  /** An environment whose jobs run on all slots. */
  StreamExecutionEnvironment environment() throws Exception {
    URI address = cluster.getRestAddress().get();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createRemoteEnvironment(address.getHost(), address.getPort());
    env.setParallelism(4);
    return env;
  }

  void stop() throws Exception {
    cluster.close();
  }
}
