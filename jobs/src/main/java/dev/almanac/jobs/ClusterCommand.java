package dev.almanac.jobs;

import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code almanac cluster}: Flink as processes of its own. */
@Command(
    name = ClusterCommand.NAME,
    description = {
      "Runs a Flink cluster on this machine, a JobManager and TaskManagers as processes of their"
          + " own,",
      "and sends jobs to it. Where one process is enough, no cluster is needed.",
      ""
    },
    footer = {"", "docs/cluster.md tells more, of several machines and of Kubernetes too."},
    subcommands = {
      ClusterStartCommand.class,
      ClusterSubmitCommand.class,
      ClusterStatusCommand.class,
      ClusterStopCommand.class,
      ClusterProcessCommand.class
    })
final class ClusterCommand implements Runnable {

  static final String NAME = "cluster";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "cluster start, submit, status, stop or cluster process?");
  }

  /** Where a cluster keeps what it needs. */
  static final class DirOption {

    @Option(
        names = "--dir",
        paramLabel = "DIR",
        defaultValue = "./var/cluster",
        description =
            "Where its process ids, logs and what it remembers are kept. Default:"
                + " ${DEFAULT-VALUE}.")
    private Path dir;

    ClusterProcesses processes() {
      return new ClusterProcesses(dir());
    }

    Path dir() {
      return dir.toAbsolutePath().normalize();
    }

    ClusterException noneStarted() {
      return new ClusterException(
          "no cluster was started in " + dir + "; 'almanac cluster start' starts one");
    }
  }
}
