package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.MetricTypes;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.training.MetricMetadata;
import dev.almanac.training.TrainingConfig;
import dev.almanac.training.TrainingPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac train}: learns what normal looks like. */
@Command(
    name = "train",
    description = {
      "Learns a forecasting model for every selected series of an archive, judges it on time it"
          + " has",
      "not seen, and registers a version. It becomes champion if it is no worse than the one"
          + " before.",
      ""
    },
    footer = {
      "",
      "Which series are learned and how is in training.yaml; see docs/training.md. Without one,"
          + " every",
      "series is learned from its last 28 days, in steps of five minutes, a day ahead.",
      "",
      "Exit codes: 0 the new version is champion (or a dry run ended well), 1 it stays challenger,",
      "3 nothing was learned: no model was changed, and the registry has a record of it.",
      "--textfile is written in each case, for the textfile collector of node_exporter.",
      "",
      "Example:",
      "  almanac train --config training.yaml \\",
      "    --textfile /var/lib/prometheus/node-exporter/almanac_train.prom"
    })
final class TrainCommand extends Verb {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private ArchiveOption archive;

  @Mixin private RegistryOption registry;

  @Mixin private TrainingConfigOption config;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      description = {
        "Ask this server which metrics are counters and which are gauges, where training.yaml does"
            + " not say.",
        "Who may read is told by PROMETHEUS_TOKEN, or PROMETHEUS_USER and PROMETHEUS_PASSWORD.",
        "Default: tell by their names."
      })
  private String prometheus;

  @Option(
      names = "--backup",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "Learn from this one: an id, the beginning of one, a date, or latest.")
  private String wanted;

  @Mixin private ParallelismOption parallelism;

  @Mixin private ClusterOption cluster;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description =
          "Where models are gathered until they are published: with --cluster a folder that all of"
              + " its processes reach. Default: a temporary one.")
  private Path work;

  @Option(names = "--dry-run", description = "Learn and report, but publish nothing.")
  private boolean dry;

  @Option(
      names = "--textfile",
      paramLabel = "FILE",
      description = "Publish the result as metrics in this file, which ends with .prom.")
  private Path textfile;

  @Override
  ExitCode run(Console console) throws Exception {
    Instant begin = Instant.now();
    TrainRun.Outcome outcome;
    try {
      outcome = train(console);
    } catch (Exception e) {
      if (textfile != null && !dry) {
        TrainMetrics.failed(textfile, begin);
      }
      throw e;
    }
    if (textfile != null && !dry) {
      TrainMetrics.succeeded(textfile, outcome);
    }
    if (console.json()) {
      console.sayJson(TrainView.of(outcome));
    } else {
      TrainView.tell(console, outcome);
    }
    return dry || outcome.promoted() ? ExitCode.DONE : ExitCode.NO;
  }

  private TrainRun.Outcome train(Console console) throws Exception {
    TrainingConfig learned = config.read();
    if (prometheus != null) {
      learned = learned.withKinds(kindsOf(prometheus));
    }
    try (BlobStore store = BlobStores.open(archive.root());
        StatusLine status = console.status()) {
      TrainingPlan plan =
          TrainingPlan.of(
              cluster.located(archive.root()), new Catalog(store).resolve(wanted), learned);
      return new TrainRun(
              registry.of(store),
              plan,
              cluster.engine(),
              Optional.ofNullable(work).map(Path::toAbsolutePath))
          .run(parallelism.workers(), dry, status);
    }
  }

  private Map<String, SampleKind> kindsOf(String server) {
    PrometheusEndpoint endpoint =
        Servers.read(
            server, registry.authorities(), prefix -> Credentials.of(prefix, this::environment));
    return MetricMetadata.kinds(new MetricTypes(endpoint, PATIENCE).ask());
  }
}
