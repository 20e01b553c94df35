package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    Instant begin = Instant.now();
    Outcome outcome = new Outcome();
    try {
      drill(console, outcome);
      return tell(console, outcome, begin);
    } catch (Exception e) {
      outcome.differences.add(Failure.of(e).message());
      throw e;
    } finally {
      MetricSnapshots metrics = metrics(outcome, begin);
      publish.accept(metrics);
      if (textfile != null) {
        TextfileMetrics.replace(textfile, metrics);
      }
    }
  }

  /** What is known of the drill so far; whatever ends it, this is published. */
  private static final class Outcome {
    private final List<String> differences = new ArrayList<>();
    private Manifest backup;
    private boolean done;
    private boolean shown;
    private long samples;

    boolean success() {
      return done && differences.isEmpty();
    }
  }

  private void drill(Console console, Outcome outcome) throws Exception {
    try (BlobStore store = BlobStores.open(archive.root());
        WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      Manifest backup = new Catalog(store).resolve(wanted);
      outcome.backup = backup;
      Workers workers = new Workers(store, archive.root(), parallelism.workers(), status);
      VerifyJob.Findings.join(
              workers.carryOut(
                  VerifyJob.ofBytes(workers.archive(), backup.files(), backup.components()),
                  "checking the archive",
                  Human::bytes))
          .forEach(finding -> outcome.differences.add(finding.toString()));
      if (!outcome.differences.isEmpty()) {
        outcome.done = true;
        return;
      }
      Path folder = Files.createDirectory(work.path().resolve("restored"));
      workers.carryOut(
          RestoreJob.of(workers.archive(), new BlockSource.Exact(backup, backup), Set.of(), folder),
          "restoring samples",
          Human::count);
      BlockProof proof = new BlockProof(workers, backup, folder).bytes();
      proof.samples(TimeRange.ALL, Selector.ALL);
      Optional<Path> prometheus = ScratchPrometheus.executable();
      if (prometheus.isPresent()) {
        proof.shown(prometheus.get(), Files.createDirectory(work.path().resolve("prometheus")));
      }
      outcome.differences.addAll(proof.differences());
      outcome.samples = proof.samples();
      outcome.shown = proof.shown();
      outcome.done = true;
    }
  }

  private ExitCode tell(Console console, Outcome outcome, Instant begin) {
    Duration took = Duration.between(begin, Instant.now());
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("backup", outcome.backup.id());
      view.put("success", outcome.success());
      view.put("samples", outcome.samples);
      view.put("shown_by_prometheus", outcome.shown);
      view.put("seconds", took.toMillis() / 1000.0);
      view.put("differences", outcome.differences);
      console.sayJson(view);
    } else {
      outcome.differences.forEach(console::say);
      console.say(
          outcome.success()
              ? "Backup %s restores: %s samples compared in %s%s"
                  .formatted(
                      outcome.backup.id(),
                      Human.count(outcome.samples),
                      Human.duration(took),
                      outcome.shown ? ", and Prometheus shows them all" : "")
              : "Backup %s does not restore: %d differences"
                  .formatted(outcome.backup.id(), outcome.differences.size()));
    }
    return outcome.success() ? ExitCode.DONE : ExitCode.NO;
  }

  private static MetricSnapshots metrics(Outcome outcome, Instant begin) {
    Instant now = Instant.now();
    return new MetricSnapshots(
        gauge(
            "almanac_restore_drill_success",
            "Whether the last drill restored the backup and found no difference.",
            outcome.success() ? 1 : 0),
        gauge(
            "almanac_restore_drill_timestamp_seconds",
            "When the last drill ended.",
            (double) now.getEpochSecond()),
        gauge(
            "almanac_restore_drill_duration_seconds",
            "How long the last drill took.",
            Duration.between(begin, now).toMillis() / 1000.0),
        gauge(
            "almanac_restore_drill_samples",
            "How many samples the last drill compared.",
            (double) outcome.samples),
        gauge(
            "almanac_restore_drill_differences",
            "How many differences the last drill found.",
            outcome.differences.size()),
        gauge(
            "almanac_restore_drill_backup_timestamp_seconds",
            "When the backup of the last drill was taken; 0 where none was found.",
            outcome.backup == null ? 0 : (double) outcome.backup.takenAt().getEpochSecond()));
  }

  private static GaugeSnapshot gauge(String name, String help, double value) {
    return GaugeSnapshot.builder()
        .name(name)
        .help(help)
        .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
        .build();
  }
}
