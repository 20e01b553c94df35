package dev.almanac.jobs;

import dev.almanac.catalog.DrillRecord;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac drill}: proves, every night, that the newest backup can be restored. */
@Command(
    name = "drill",
    description = {
      "Restores a backup into a scratch folder, compares every file and every sample with what was",
      "archived, opens it with a real Prometheus, and removes it again.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 the backup restores, 1 it does not: every difference is printed.",
      "The archive keeps what was found, in drills/, for the API and the console to show.",
      "--textfile is written in each case, for the textfile collector of node_exporter. With",
      "--listen it never ends by itself: a backup that does not restore is told by the metrics.",
      "",
      "Examples:",
      "  almanac drill --textfile /var/lib/prometheus/node-exporter/almanac_drill.prom",
      "  almanac drill --listen 127.0.0.1:9464 --every 24h"
    })
final class DrillCommand extends Verb {

  private static final Duration DAILY = Duration.ofHours(24);

  @Mixin private ArchiveOption archive;

  @Parameters(
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "An id, the beginning of one, a date (2026-11-23), or latest (the default).")
  private String wanted;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish the result as metrics in this file, which ends with .prom.")
  private Path textfile;

  @Option(
      names = "--listen",
      paramLabel = "HOST:PORT",
      converter = MetricsEndpoint.Address.class,
      description = {
        "Keep running, and serve the result of the last drill at http://HOST:PORT/metrics.",
        "A port alone is one of 127.0.0.1. Nobody is asked for a password: give another HOST",
        "only where everyone who reaches it may see the metrics."
      })
  private InetSocketAddress listen;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      converter = Hours.class,
      description = "With --listen: from one drill's beginning to the next's. Default: 24h.")
  private Duration every;

  @Mixin private ParallelismOption parallelism;

  @Override
  ExitCode run(Console console) throws Exception {
    if (listen == null) {
      if (every != null) {
        throw usage("--every goes with --listen");
      }
      return drillOnce(console, metrics -> {});
    }
    try (MetricsEndpoint endpoint = MetricsEndpoint.start(listen)) {
      console.note("metrics at " + endpoint.url());
      drillUntilStopped(console, endpoint);
    }
    return ExitCode.DONE;
  }

  private void drillUntilStopped(Console console, MetricsEndpoint endpoint)
      throws InterruptedException {
    Duration pause = every == null ? DAILY : every;
    while (!Thread.currentThread().isInterrupted()) {
      long next = System.nanoTime() + pause.toNanos();
      try {
        drillOnce(console, endpoint::show);
      } catch (Exception e) {
        Failure.of(e).tell(console, false);
      }
      console.flush();
      Thread.sleep(Math.max(0, Duration.ofNanos(next - System.nanoTime()).toMillis()));
    }
  }

  private ExitCode drillOnce(Console console, Consumer<MetricSnapshots> publish) throws Exception {
    DrillRun drill = new DrillRun(archive.root(), wanted, parallelism.workers());
    try {
      DrillRecord found = found(drill, console);
      drill
          .notKept()
          .ifPresent(why -> console.note("note: the archive does not keep what was found: " + why));
      return tell(console, found, drill.differences());
    } finally {
      MetricSnapshots metrics = DrillMetrics.of(drill);
      publish.accept(metrics);
      if (textfile != null) {
        TextfileMetrics.replace(textfile, metrics);
      }
    }
  }

  private static DrillRecord found(DrillRun drill, Console console) throws Exception {
    try (StatusLine status = console.status()) {
      return drill.run(status);
    }
  }

  private static ExitCode tell(Console console, DrillRecord found, List<String> differences) {
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("backup", found.backup());
      view.put("success", found.passed());
      view.put("samples", found.samples());
      view.put("shown_by_prometheus", found.shown());
      view.put("seconds", found.took().toMillis() / 1000.0);
      view.put("differences", differences);
      console.sayJson(view);
    } else {
      differences.forEach(console::say);
      console.say(
          found.passed()
              ? "Backup %s restores: %s samples compared in %s%s"
                  .formatted(
                      found.backup(),
                      Human.count(found.samples()),
                      Human.duration(found.took()),
                      found.shown() ? ", and Prometheus shows them all" : "")
              : "Backup %s does not restore: %d differences"
                  .formatted(found.backup(), differences.size()));
    }
    return found.passed() ? ExitCode.DONE : ExitCode.NO;
  }
}
