package dev.almanac.jobs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code almanac cluster process}: for whoever runs the processes, systemd or a container. */
@Command(
    name = ClusterProcessCommand.NAME,
    description = {
      "Prints how Java is called for one process of a cluster, a word on each line, from"
          + " config.yaml and",
      "-D as 'almanac cluster start' does it; the process logs to standard output.",
      "Makes the folders in --dir that the process expects, and starts nothing.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  mapfile -t command < <(almanac cluster process taskmanager --slots 4 \\",
      "    -D high-availability.zookeeper.quorum=zk1:2181,zk2:2181,zk3:2181)",
      "  exec \"${command[@]}\""
    })
final class ClusterProcessCommand extends Verb {

  static final String NAME = "process";

  /** What the processes of a cluster are. */
  enum Kind {
    zookeeper,
    jobmanager,
    taskmanager
  }

  @Mixin private ClusterCommand.DirOption where;

  @Mixin private ClusterSettingsOptions options;

  @Parameters(paramLabel = "PROCESS", description = "One of ${COMPLETION-CANDIDATES}.")
  private Kind kind;

  @Override
  ExitCode run(Console console) throws IOException {
    ClusterConfiguration configuration =
        new ClusterConfiguration(options.settings(1, 0), where.dir());
    if (configuration.lacksZooKeeper()) {
      throw usage(
          "name the ZooKeeper that keeps what a JobManager knows: -D"
              + " high-availability.zookeeper.quorum=HOST:PORT");
    }
    ClusterProcesses.prepare(where.dir(), kind.name());
    List<String> words =
        new ArrayList<>(
            List.of(
                ClusterCommandLines.JAVA.toString(), "-cp", System.getProperty("java.class.path")));
    ClusterCommandLines lines = ClusterCommandLines.onConsole(configuration, where.dir());
    words.addAll(
        switch (kind) {
          case zookeeper -> lines.zooKeeper(kind.name());
          case jobmanager -> lines.jobManager(kind.name());
          case taskmanager -> lines.taskManager(kind.name());
        });
    if (console.json()) {
      console.sayJson(words);
    } else {
      words.forEach(console::say);
    }
    return ExitCode.DONE;
  }
}
