package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac cluster start}: answers with the address of the cluster. */
@Command(
    name = "start",
    description = {
      "Starts the processes of a cluster that do not run; answers with its URL when all are ready.",
      "Given again, it starts what has ended meanwhile, and jobs go on from their last checkpoint.",
      ""
    },
    footer = {
      "",
      "What jobs may know (PROMETHEUS_TOKEN, AWS_SECRET_ACCESS_KEY…) is in DIR/credentials.env,"
          + " which",
      "only its owner may read, or in the environment of this command.",
      "",
      "Example:",
      "  almanac cluster start --taskmanagers 2 --slots 2"
    })
final class ClusterStartCommand extends Verb {

  private static final Duration LOOK = Duration.ofSeconds(2);

  @Mixin private ClusterCommand.DirOption where;

  @Option(
      names = "--taskmanagers",
      paramLabel = "N",
      defaultValue = "2",
      description = "How many processes do the work. Default: ${DEFAULT-VALUE}.")
  private int taskManagers;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Where it answers on loopback. Default: where it did before, else 8081.")
  private int port;

  @Mixin private ClusterSettingsOptions options;

  @Option(
      names = "--foreground",
      description =
          "Stay, start again whatever ends, and stop the cluster on Ctrl-C or SIGTERM: for"
              + " systemd.")
  private boolean foreground;

  @Override
  ExitCode run(Console console) throws Exception {
    if (taskManagers < 1 || port < 0) {
      throw usage("--taskmanagers and --port must be at least 1");
    }
    ClusterSettings settings = options.settings(taskManagers, port);
    ClusterProcesses processes = where.processes();
    if (!foreground) {
      start(console, processes, settings);
      return ExitCode.DONE;
    }
    try (GracefulStop stop = new GracefulStop()) {
      start(console, processes, settings);
      console.flush();
      while (!stop.requested()) {
        Thread.sleep(LOOK.toMillis());
        heal(console, processes, settings, stop);
      }
      processes.stop();
    }
    return ExitCode.DONE;
  }

  private static void heal(
      Console console, ClusterProcesses processes, ClusterSettings settings, GracefulStop stop)
      throws IOException, InterruptedException {
    try {
      List<String> started = stop.requested() ? List.of() : processes.start(settings);
      if (!started.isEmpty()) {
        console.note("started again: " + String.join(", ", started));
      }
    } catch (ClusterException e) {
      console.note("almanac: " + e.getMessage() + "; trying again");
    }
  }

  private static void start(Console console, ClusterProcesses processes, ClusterSettings settings)
      throws IOException, InterruptedException {
    Set<String> started = processes.startAndAwait(settings);
    URI url = processes.url().orElseThrow();
    if (console.json()) {
      console.sayJson(Map.of("url", url.toString(), "started", started));
    } else {
      console.note(
          started.isEmpty() ? "all of it was running" : "started " + String.join(", ", started));
      console.say(url.toString());
    }
  }
}
