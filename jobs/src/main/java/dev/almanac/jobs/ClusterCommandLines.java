package dev.almanac.jobs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  private final ClusterConfiguration configuration;
  private final Path logs;

  /**
   * @param logs the folder of logs, each named as its process
   */
  ClusterCommandLines(ClusterConfiguration configuration, Path logs) {
    this.configuration = configuration;
    this.logs = logs;
  }

  List<String> zooKeeper(String name, Path file) {
    List<String> command = new ArrayList<>(List.of("-Xmx128m"));
    command.addAll(logging(name));
    command.addAll(
        List.of(
            FlinkZooKeeperQuorumPeer.class.getName(),
            "--zkConfigFile",
            file.toString(),
            "--peerId",
            "1"));
    return command;
  }

  List<String> jobManager(String name) {
    Configuration all = configuration.all();
    JobManagerProcessSpec memory = JobManagerProcessUtils.processSpecFromConfig(all);
    List<String> command = words(JobManagerProcessUtils.generateJvmParametersStr(memory, all));
    command.addAll(options(all, CoreOptions.FLINK_JM_JVM_OPTIONS));
    command.addAll(logging(name));
    command.add(StandaloneSessionClusterEntrypoint.class.getName());
    command.addAll(configuration.arguments());
    command.addAll(words(JobManagerProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  List<String> taskManager(String name) {
    Configuration all = configuration.all();
    TaskExecutorProcessSpec memory = TaskExecutorProcessUtils.processSpecFromConfig(all);
    List<String> command = words(ProcessMemoryUtils.generateJvmParametersStr(memory));
    command.addAll(options(all, CoreOptions.FLINK_TM_JVM_OPTIONS));
    command.addAll(logging(name));
    command.add(TaskManagerRunner.class.getName());
    command.addAll(configuration.arguments());
    command.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(memory)));
    return command;
  }

  private static List<String> options(Configuration all, ConfigOption<String> kind) {
    List<String> options = words(all.get(CoreOptions.FLINK_JVM_OPTIONS));
    options.addAll(words(all.get(kind)));
    return options;
  }

  private List<String> logging(String name) {
    return List.of(
        "-Dlog.file=" + logs.resolve(name + ".log"),
        "-Dlog4j.configurationFile=" + configuration.file("log4j.properties").toUri());
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
