package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac cluster stop}: the processes, or one job. */
@Command(
    name = "stop",
    description = {
      "Ends the processes that 'cluster start' began, and nothing else. Jobs that run go on from"
          + " their",
      "last checkpoint when it is started again. With --job it ends one job, with a savepoint.",
      ""
    })
final class ClusterStopCommand extends Verb {

  @Mixin private ClusterCommand.DirOption where;

  @Option(
      names = "--job",
      paramLabel = "JOB",
      description = "End this job alone: its id, its name, or how one of these begins.")
  private String job;

  @Mixin private ClusterOption cluster;

  @Override
  ExitCode run(Console console) throws Exception {
    if (job != null) {
      return stopJob(console);
    }
    if (cluster.url().isPresent()) {
      throw usage("--cluster goes with --job: processes are ended where they were started");
    }
    List<String> ended = where.processes().stop();
    if (console.json()) {
      console.sayJson(Map.of("stopped", ended));
    } else {
      console.say(ended.isEmpty() ? "nothing was running" : "stopped " + String.join(", ", ended));
    }
    return ExitCode.DONE;
  }

  private ExitCode stopJob(Console console) throws IOException, InterruptedException {
    URI url = cluster.url().or(where.processes()::url).orElseThrow(() -> where.noneStarted());
    ClusterRest rest = new ClusterRest(url);
    List<ClusterRest.Job> meant =
        rest.jobs().stream()
            .filter(ClusterRest.Job::isActive)
            .filter(one -> one.id().startsWith(job) || one.name().startsWith(job))
            .toList();
    if (meant.size() != 1) {
      throw new ClusterException(
          "%s jobs that run on %s are meant by %s; 'almanac cluster status' lists them"
              .formatted(meant.isEmpty() ? "no" : meant.size(), url, job));
    }
    String id = meant.get(0).id();
    String savepoint = rest.stop(id);
    if (console.json()) {
      console.sayJson(Map.of("job", id, "savepoint", savepoint));
    } else {
      console.say("job " + id + " has ended; the next start goes on from " + savepoint);
    }
    return ExitCode.DONE;
  }
}
