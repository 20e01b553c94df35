package dev.almanac.jobs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;
import org.apache.flink.runtime.zookeeper.FlinkZooKeeperQuorumPeer;

/** How Java is called for each kind of process, as the scripts of a Flink distribution do it. */
final class ClusterCommandLines {

  private static final int BLANK_OR_MORE = -1;

  static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

  private final ClusterConfiguration configuration;
  private final Path dir;
  private final Function<String, List<String>> logging;

  /**
   * @param logging the options of a process of that name that say where it logs
   */
  private ClusterCommandLines(
      ClusterConfiguration configuration, Path dir, Function<String, List<String>> logging) {
    this.configuration = configuration;
    this.dir = dir;
    this.logging = logging;
  }

  /** For processes in the background, each with a file for its log. */
  static ClusterCommandLines withLogs(ClusterConfiguration configuration, Path dir) {
    Path logs = dir.resolve(ClusterProcesses.LOGS);
    return new ClusterCommandLines(
        configuration,
        dir,
        name ->
            List.of(
                "-Dlog.file=" + logs.resolve(name + ".log"),
                logging(configuration, "log4j.properties")));
  }

  /** For processes that log to standard output. */
  static ClusterCommandLines onConsole(ClusterConfiguration configuration, Path dir) {
    return new ClusterCommandLines(
        configuration, dir, name -> List.of(logging(configuration, "log4j-console.properties")));
  }

  private static String logging(ClusterConfiguration configuration, String file) {
    return "-Dlog4j.configurationFile=" + configuration.file(file).toUri();
  }

  List<String> zooKeeper(String name) throws IOException {
    List<String> command = new ArrayList<>(List.of("-Xmx128m"));
    command.addAll(own(name));
    command.addAll(
        List.of(
            FlinkZooKeeperQuorumPeer.class.getName(),
            "--zkConfigFile",
            configuration.writeZooKeeper(dir).toString(),
            "--peerId",
            "1"));
    return command;
  }

  List<String> jobManager(String name) {
    Configuration all = configuration.all();
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(all);
    List<String> command = words(JobManagerProcessUtils.generateJvmParametersStr(memory, all));
    command.addAll(own(name));
    command.addAll(options(all, CoreOptions.FLINK_JM_JVM_OPTIONS));
    command.add(StandaloneSessionClusterEntrypoint.class.getName());
    command.addAll(configuration.arguments(scratch(name)));
    command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  List<String> taskManager(String name) {
    Configuration all = configuration.all();
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(all);
    List<String> command = words(ProcessMemoryUtils.generateJvmParametersStr(memory));
    command.addAll(own(name));
    command.addAll(options(all, CoreOptions.FLINK_TM_JVM_OPTIONS));
    command.add(TaskManagerRunner.class.getName());
    command.addAll(configuration.arguments(scratch(name)));
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  private static List<String> options(Configuration all, ConfigOption<String> kind) {
    List<String> options = words(all.get(CoreOptions.FLINK_JVM_OPTIONS));
    options.addAll(words(all.get(kind)));
    return options;
  }

  /** Before what is configured, which goes before it. */
  private List<String> own(String name) {
    List<String> options = new ArrayList<>(List.of("-Djava.io.tmpdir=" + scratch(name)));
    options.addAll(logging.apply(name));
    return options;
  }

  private Path scratch(String name) {
    return dir.resolve(ClusterProcesses.SCRATCH).resolve(name);
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.strip().split("\\s+", BLANK_OR_MORE)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }
}
