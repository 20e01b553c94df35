package dev.almanac.jobs;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code almanac cluster status}: what runs. */
@Command(
    name = "status",
    description = {
      "Tells which processes run, how many slots there are, which jobs, and how old the last",
      "checkpoint of each is.",
      ""
    },
    footer = {"", "Exit code 1: a process has ended, or the cluster lacks it."})
final class ClusterStatusCommand extends Verb {

  @Mixin private ClusterCommand.DirOption where;

  /** A job and when its last checkpoint was begun. */
  private record Checkpointed(ClusterRest.Job job, Optional<Instant> at) {}

  @Override
  ExitCode run(Console console) throws Exception {
    ClusterProcesses processes = where.processes();
    URI url = processes.url().orElseThrow(() -> where.noneStarted());
    List<ServerProcess> all = processes.all();
    boolean whole = all.stream().allMatch(ServerProcess::isRunning);
    long taskManagers = all.stream().filter(ClusterProcesses::isTaskManager).count();
    ClusterRest rest = new ClusterRest(url);
    Optional<ClusterRest.Overview> overview = overview(rest);
    List<Checkpointed> jobs = overview.isPresent() ? jobs(rest) : List.of();
    if (console.json()) {
      console.sayJson(view(url, all, overview, jobs));
    } else {
      tell(console, url, all, overview, jobs);
    }
    return whole && overview.isPresent() && overview.get().taskManagers() >= taskManagers
        ? ExitCode.DONE
        : ExitCode.NO;
  }

  private static Optional<ClusterRest.Overview> overview(ClusterRest rest)
      throws InterruptedException {
    try {
      return Optional.of(rest.overview());
    } catch (ClusterException e) {
      return Optional.empty(); // told as such
    }
  }

  private static List<Checkpointed> jobs(ClusterRest rest) throws InterruptedException {
    List<Checkpointed> jobs = new ArrayList<>();
    for (ClusterRest.Job job : rest.jobs()) {
      jobs.add(new Checkpointed(job, rest.lastCheckpoint(job.id())));
    }
    return jobs;
  }

  private static Map<String, Object> view(
      URI url,
      List<ServerProcess> all,
      Optional<ClusterRest.Overview> overview,
      List<Checkpointed> jobs) {
    Map<String, Boolean> processes = new LinkedHashMap<>();
    all.forEach(process -> processes.put(process.name(), process.isRunning()));
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("url", url.toString());
    view.put("processes", processes);
    view.put("answers", overview.isPresent());
    view.put("taskmanagers", overview.map(ClusterRest.Overview::taskManagers).orElse(0));
    view.put("slots", overview.map(ClusterRest.Overview::slots).orElse(0));
    view.put("free_slots", overview.map(ClusterRest.Overview::free).orElse(0));
    view.put("jobs", jobs.stream().map(ClusterStatusCommand::view).toList());
    return view;
  }

  private static Map<String, Object> view(Checkpointed one) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("id", one.job().id());
    view.put("name", one.job().name());
    view.put("state", one.job().state());
    view.put("since", one.job().since().toString());
    view.put("last_checkpoint", one.at().map(Instant::toString).orElse(null));
    return view;
  }

  private static void tell(
      Console console,
      URI url,
      List<ServerProcess> all,
      Optional<ClusterRest.Overview> overview,
      List<Checkpointed> jobs)
      throws IOException {
    for (ServerProcess process : all) {
      console.say("%-16s %s".formatted(process.name(), process.isRunning() ? "runs" : "has ended"));
    }
    console.say(
        overview
            .map(
                there ->
                    "%s: %d TaskManagers, %d of %d slots free"
                        .formatted(url, there.taskManagers(), there.free(), there.slots()))
            .orElse(url + " does not answer"));
    for (Checkpointed one : jobs) {
      console.say(
          "%s  %-10s %s%s"
              .formatted(
                  one.job().id(),
                  one.job().state(),
                  one.job().name(),
                  one.at()
                      .filter(at -> one.job().isActive())
                      .map(at -> ", last checkpoint " + age(at) + " ago")
                      .orElse("")));
    }
  }

  private static String age(Instant at) {
    return Duration.between(at, Instant.now()).toSeconds() + " s";
  }
}
