package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Pattern HOST_AND_PORT = Pattern.compile("([^:,]+):(\\d{1,5})");

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

  /**
   * The arguments of a process.
   *
   * @param scratch a folder of its own for what goes with it
   */
  List<String> arguments(Path scratch) {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
    arguments.add("-D" + CoreOptions.TMP_DIRS.key() + "=" + scratch);
    dynamic.toMap().forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    return arguments;
  }

  /**
   * Writes what a ZooKeeper is told that answers at the configured address, and there alone.
   *
   * @param dir where it keeps what it knows
   * @return the file
   * @throws ClusterException where no address is configured, or several
   */
  Path writeZooKeeper(Path dir) throws IOException {
    String quorum = all().getOptional(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM).orElse("");
    Matcher address = HOST_AND_PORT.matcher(quorum);
    if (!address.matches()) {
      throw new ClusterException(
          "%s: expected HOST:PORT of the one ZooKeeper, found \"%s\""
              .formatted(HighAvailabilityOptions.HA_ZOOKEEPER_QUORUM.key(), quorum));
    }
    int port = Integer.parseInt(address.group(2));
    String own =
        """
        dataDir=%s
        clientPortAddress=%s
        clientPort=%d
        server.1=%s:%d:%d
        """
            .formatted(
                dir.resolve(ZOOKEEPER),
                address.group(1),
                port,
                address.group(1),
                port + 1,
                port + 2);
    return Files.writeString(dir.resolve("zoo.cfg"), Files.readString(file("zoo.cfg")) + own);
  }

  /** A file beside {@code config.yaml}. */
  Path file(String name) {
    return folder.resolve(name);
  }
}
