package dev.almanac.jobs;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.TaskManagerOptions;

/**
 * What the processes of a cluster are told: {@code config.yaml}, and on their command lines what
 * goes before it. Of the latter nothing is secret.
 */
final class ClusterConfiguration {

  private static final String ZOOKEEPER = "zookeeper";

  private final Path folder;
  private final Configuration dynamic = new Configuration();

  /**
   * @param dir where a cluster keeps what it needs, unless {@code config.yaml} names another place
   * @throws ClusterException where there is no configuration
   */
  ClusterConfiguration(ClusterSettings settings, Path dir) {
    folder = settings.configuration();
    if (!Files.isRegularFile(folder.resolve(GlobalConfiguration.getFlinkConfFilename()))) {
      throw new ClusterException(
          "no config.yaml in "
              + folder
              + "; name the folder of the cluster's configuration with --conf");
    }
    settings.overrides().forEach(this::override);
    dynamic.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
    dynamic.set(CoreOptions.TMP_DIRS, dir.resolve("tmp").toString());
    setDefault(HighAvailabilityOptions.HA_STORAGE_PATH, dir.resolve("ha"));
    setDefault(CheckpointingOptions.CHECKPOINTS_DIRECTORY, dir.resolve("checkpoints"));
  }

  private void override(String key, String value) {
    if (GlobalConfiguration.isSensitive(key)) {
      throw new ClusterException(
          key + " is a secret, which a process list shows: put it into config.yaml, mode 0600");
    }
    dynamic.setString(key, value);
  }

  private void setDefault(ConfigOption<String> option, Path local) {
    if (!all().contains(option)) {
      dynamic.set(option, local.toUri().toString());
    }
  }

  /** All of it. */
  Configuration all() {
    return GlobalConfiguration.loadConfiguration(folder.toString(), dynamic);
  }

  /** Whether a ZooKeeper is wanted and none is named. */
  boolean lacksZooKeeper() {
    Configuration all = all();
    return ZOOKEEPER.equalsIgnoreCase(all.get(HighAvailabilityOptions.HA_MODE))
        && !all.contains(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM);
  }

  void useZooKeeper(String address) {
    dynamic.set(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM, address);
  }

  void useRest(int port) {
    dynamic.set(RestOptions.PORT, port);
    dynamic.set(RestOptions.BIND_PORT, Integer.toString(port));
  }

  /** The arguments of every process. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
    dynamic.toMap().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    return arguments;
  }

  /** A file beside {@code config.yaml}. */
  Path file(String name) {
    return folder.resolve(name);
  }
}
