package dev.almanac.jobs;

import dev.almanac.flink.live.LiveSettings;
import dev.almanac.flink.live.LiveSource;
import dev.almanac.flink.live.RemoteWriteSettings;
import dev.almanac.flink.live.RemoteWriteSink;
import dev.almanac.flink.score.ModelFeed;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.prometheus.Credentials;
import dev.almanac.prometheus.InstantQuery;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac watch}: scores what a Prometheus scrapes, for ever. */
@Command(
    name = "watch",
    description = {
      "Reads live samples from a Prometheus, tells how unusual each is, compared with the champion",
      "models of an archive and with what was seen before, and writes scores and forecast bands"
          + " back.",
      ""
    },
    footer = {
      "",
      "A score above 1 is an anomaly; --false-alarms-per-day says how many of them a series may"
          + " raise",
      "that has none. Which series are scored and how is in score.yaml; see docs/watching.md. A",
      "version that is promoted is followed within a minute; without any the scorer works alone.",
      "",
      "The server that is written to needs --web.enable-remote-write-receiver. Who may read is told"
          + " by",
      "PROMETHEUS_TOKEN, or PROMETHEUS_USER and PROMETHEUS_PASSWORD; who may write to another"
          + " server,",
      "by REMOTE_WRITE_TOKEN, REMOTE_WRITE_USER and REMOTE_WRITE_PASSWORD.",
      "",
      "It ends by Ctrl-C or SIGTERM, and goes on where it ended when it is started again with the"
          + " same",
      "--checkpoints; after a crash from the last checkpoint.",
      "",
      "With --cluster it is sent to a Flink cluster and goes on there; whoever may read and write"
          + " is told",
      "by the environment of the cluster's processes. See docs/cluster.md.",
      "",
      "Example:",
      "  almanac watch --prometheus http://localhost:9090 --archive /backup/history \\",
      "    --checkpoints /var/lib/almanac/watch"
    })
final class WatchCommand extends Verb {

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** For ever, more or less: 290 years. */
  private static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE / 2);

  @Mixin private ArchiveOption archive;

  @Mixin private RegistryOption registry;

  @Option(
      names = "--prometheus",
      paramLabel = "URL",
      required = true,
      description = "The server whose samples are scored.")
  private String prometheus;

  @Option(
      names = "--write-to",
      paramLabel = "URL",
      description = "Where scores are written, by remote write. Default: the same server.")
  private String writeTo;

  @Mixin private ScoreConfigOption config;

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      description = "Read only these series, '{job=\"node\"}' for one. Default: all.")
  private String match;

  @Option(
      names = "--checkpoints",
      paramLabel = "DIR",
      defaultValue = "./var/watch",
      description =
          "Where it remembers what it knows, a folder or s3://bucket/prefix. Default:"
              + " ${DEFAULT-VALUE}.")
  private String checkpoints;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Hours.class,
      description = "So much is done again after a crash. Default: ${DEFAULT-VALUE}.")
  private Duration checkpointEvery;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads read and score, for millions of series. Default: 1.")
  private int workers;

  @Option(
      names = "--poll",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Hours.class,
      description = "How often to ask for new samples. Default: ${DEFAULT-VALUE}.")
  private Duration poll;

  @Option(
      names = "--lag",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = Hours.class,
      description = "How long a scrape may take: younger samples wait. Default: ${DEFAULT-VALUE}.")
  private Duration lag;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = Hours.class,
      description = {
        "Where there is no checkpoint: begin so long ago, and learn from what the server still"
            + " has.",
        "Default: now."
      })
  private Duration since = Duration.ZERO;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = Hours.class,
      description = "End after that long. Default: never.")
  private Duration howLong;

  @Mixin private ClusterOption cluster;

  @Override
  ExitCode run(Console console) throws Exception {
    if (workers < 1) {
      throw usage("--workers must be at least 1");
    }
    if (cluster.url().isPresent() && howLong != null) {
      throw usage("--for ends what runs in this process; 'almanac cluster stop --job' ends a job");
    }
    ScoreConfig scored = config.read();
    Function<String, Credentials> credentials = cluster.credentials(this::environment);
    PrometheusEndpoint source = Servers.read(prometheus, registry.authorities(), credentials);
    PrometheusEndpoint target =
        writeTo == null ? source : Servers.written(writeTo, registry.authorities(), credentials);
    ScoreJob job =
        new ScoreJob(
                LiveSource.of(source, matchers(), LiveSettings.DEFAULT.withPoll(poll, lag))
                    .from(Instant.now().minus(since))
                    .inShares(workers),
                models(scored),
                new RemoteWriteSink(target, RemoteWriteSettings.DEFAULT.telling()),
                scored)
            .toldBy(source);
    return cluster.url().isPresent() ? submit(job, console) : runHere(job, source, target, console);
  }

  private ExitCode runHere(
      ScoreJob job, PrometheusEndpoint source, PrometheusEndpoint target, Console console)
      throws Exception {
    try (GracefulStop stop = new GracefulStop();
        Checkpoints folder = Checkpoints.open(checkpoints)) {
      WatchSubmission.requireUnused(folder);
      WatchRun run = WatchRun.start(job, folder, workers, checkpointEvery);
      console.note("scoring " + source.url() + ", writing to " + target.url());
      run.resumed().ifPresent(from -> console.note("going on from " + from));
      try (StatusLine status = console.status()) {
        WatchView view = new WatchView(new InstantQuery(target, LOOK), console, status);
        run.await(howLong == null ? FOR_EVER : howLong, stop::requested, view::refresh);
      }
      run.stop().ifPresent(savepoint -> console.note("ended; the next start goes on from here"));
    }
    return ExitCode.DONE;
  }

  private ExitCode submit(ScoreJob job, Console console) throws Exception {
    try (Checkpoints folder = Checkpoints.open(checkpoints)) {
      WatchSubmission.Outcome outcome =
          new WatchSubmission(cluster.url().orElseThrow())
              .submit(job, folder, workers, checkpointEvery);
      if (console.json()) {
        console.sayJson(WatchSubmissionView.of(outcome));
      } else {
        WatchSubmissionView.tell(console, outcome);
      }
      return ExitCode.DONE;
    }
  }

  private ModelFeed models(ScoreConfig scored) {
    ModelFeed models = ModelFeed.of(cluster.located(archive.root()), scored.model());
    return registry.endpoint().map(models::from).orElse(models);
  }

  private List<Matcher> matchers() {
    try {
      return match == null ? List.of() : Selector.parse(match).matchers();
    } catch (IllegalArgumentException e) {
      throw usage("--match: " + e.getMessage());
    }
  }
}
