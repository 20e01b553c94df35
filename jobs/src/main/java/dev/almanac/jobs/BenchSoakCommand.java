package dev.almanac.jobs;

import dev.almanac.flink.live.LiveSettings;
import dev.almanac.flink.live.LiveSource;
import dev.almanac.flink.live.RemoteWriteSettings;
import dev.almanac.flink.live.RemoteWriteSink;
import dev.almanac.flink.score.ModelFeed;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.jobs.bench.DailyExporter;
import dev.almanac.jobs.bench.Machine;
import dev.almanac.prometheus.InstantQuery;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench soak}: whether live scoring keeps up with a fleet, minute after minute. */
@Command(
    name = "soak",
    description = {
      "Measures whether live scoring keeps up: a Prometheus of its own scrapes many series with a"
          + " daily",
      "pattern, the job of 'almanac watch' scores them in this JVM and writes into the same"
          + " Prometheus.",
      ""
    },
    footer = {
      "",
      "All of it runs on this machine: the exporter, the Prometheus (which has to be on the PATH),"
          + " the",
      "job. The clock starts when the first scores are there; lag and counts are what the job"
          + " itself",
      "writes about itself. Steady is a lag that in the last third of the time was never longer"
          + " than in",
      "the first by more than a scrape interval.",
      "Exit codes: 0 the lag was steady, 1 it grew.",
      "",
      "Example:",
      "  almanac bench soak --series 100000 --for 10m"
    })
final class BenchSoakCommand extends Verb {

  private static final Duration LOOK = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration CHECKPOINTS = Duration.ofSeconds(30);

  /** How long the first score may take. */
  private static final Duration BEGIN = Duration.ofMinutes(10);

  private static final String SCORED = "count(almanac_anomaly_score)";
  private static final String LAG = "max(almanac_scoring_lag_seconds)";

  private static final String CONFIGURATION =
      """
      global:
        scrape_interval: %1$ss
        scrape_timeout: %1$ss
      %2$s  - job_name: prometheus
          static_configs: [{targets: ['%3$s']}]
      """;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many series. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--targets",
      paramLabel = "N",
      defaultValue = "10",
      description = "Over how many targets they are spread. Default: ${DEFAULT-VALUE}.")
  private int targets;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = Hours.class,
      description = "The scrape interval. Default: ${DEFAULT-VALUE}.")
  private Duration every;

  @Option(
      names = "--for",
      paramLabel = "TIME",
      defaultValue = "10m",
      converter = Hours.class,
      description = "How long to measure. Default: ${DEFAULT-VALUE}.")
  private Duration howLong;

  @Option(
      names = "--workers",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many threads read and score. Default: 1.")
  private int workers;

  @Option(names = "--no-bands", description = "Write scores alone.")
  private boolean noBands;

  @Override
  ExitCode run(Console console) throws Exception {
    if (series < 1 || targets < 1 || targets > series || workers < 1) {
      throw usage(
          "--series, --targets and --workers must be at least 1, and no more targets than series");
    }
    Path executable =
        ScratchPrometheus.executable()
            .orElseThrow(() -> new IOException("prometheus is not on the PATH; install it"));
    Soak soak;
    try (WorkFolder work = WorkFolder.create();
        DailyExporter exporter = DailyExporter.start(series, targets);
        ScratchPrometheus server = ScratchPrometheus.start(executable, work.path());
        Checkpoints folder = Checkpoints.open(work.path().resolve("checkpoints").toString());
        StatusLine status = console.status()) {
      server.scrape(
          CONFIGURATION.formatted(every.toSeconds(), exporter.scrapeConfigs(), server.address()));
      WatchRun run = WatchRun.start(job(server, work), folder, workers, CHECKPOINTS);
      soak = watch(run, new InstantQuery(server.endpoint(), PATIENCE), status);
      run.stop();
    }
    tell(soak, console);
    return soak.steady(every) ? ExitCode.DONE : ExitCode.NO;
  }

  private ScoreJob job(ScratchPrometheus server, WorkFolder work) throws IOException {
    Path archive = Files.createDirectories(work.path().resolve("archive"));
    ScoreConfig scored = noBands ? ScoreConfig.DEFAULT.withoutBands() : ScoreConfig.DEFAULT;
    return new ScoreJob(
        LiveSource.of(
                server.endpoint(),
                List.of(Matcher.eq(Labels.METRIC_NAME, DailyExporter.METRIC)),
                LiveSettings.DEFAULT)
            .from(Instant.now())
            .inShares(workers),
        ModelFeed.of(archive.toString(), scored.model()),
        new RemoteWriteSink(server.endpoint(), RemoteWriteSettings.DEFAULT.telling()),
        scored);
  }

  private Soak watch(WatchRun run, InstantQuery server, StatusLine status) throws Exception {
    long begin = System.nanoTime();
    while (!(sum(server, SCORED) >= series) || Double.isNaN(sum(server, LAG))) {
      if (System.nanoTime() - begin > BEGIN.toNanos()) {
        throw new IOException(
            "expected scores of %d series within %d minutes, found %.0f"
                .formatted(series, BEGIN.toMinutes(), sum(server, SCORED)));
      }
      status.show("waiting for the first scores of all series");
      run.await(LOOK, () -> false, () -> {});
    }
    Soak soak = new Soak();
    begin = System.nanoTime();
    while (System.nanoTime() - begin < howLong.toNanos()) {
      Soak.Look look = look(server, (System.nanoTime() - begin) / 1e9);
      soak.add(look);
      status.show(
          String.format(
              Locale.ROOT, "after %.0f s: %.1f s behind", look.second(), look.lagSeconds()));
      run.await(LOOK, () -> false, () -> {});
    }
    return soak;
  }

  private static Soak.Look look(InstantQuery server, double second) {
    return new Soak.Look(
        second,
        sum(server, LAG),
        sum(server, "sum(almanac_scoring_samples_total)"),
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
        sum(server, "process_resident_memory_bytes"));
  }

  /** NaN where the server has no answer now: it is as busy as everything here. */
  private static double sum(InstantQuery server, String promql) {
    try {
      return server.ask(promql).stream()
          .mapToDouble(InstantQuery.Value::value)
          .findFirst()
          .orElse(Double.NaN);
    } catch (PrometheusException e) {
      return Double.NaN;
    }
  }

  private void tell(Soak soak, Console console) {
    if (console.json()) {
      Map<String, Object> answer = new LinkedHashMap<>();
      answer.put("machine", Machine.describe());
      answer.put("series", series);
      answer.put("scrape_interval_seconds", every.toSeconds());
      answer.put("bands", !noBands);
      answer.putAll(soak.view(every));
      console.sayJson(answer);
      return;
    }
    soak.table().print(console.out(), true);
    console.say(
        String.format(
            Locale.ROOT,
            "%s scored a second, at most %.1f s behind: %s",
            Human.count(Math.round(soak.perSecond()), "sample"),
            soak.most(Soak.Look::lagSeconds),
            soak.steady(every) ? "steady" : "the lag grew"));
  }
}
