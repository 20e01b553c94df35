package dev.almanac.jobs;

import dev.almanac.forecast.ForecastOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench forecast}: how good forecasts are. */
@Command(
    name = "forecast",
    description = {
      "Measures forecasts against what came: the measures of the M4 competition, and how many",
      "values lie within bands of 80, 95 and 99 %%.",
      ""
    },
    footer = {
      "",
      "OWA is relative to Naive 2, the competition's benchmark; MASE and MSIS are scaled by the",
      "seasonal naive error within the training part, at the first season's lag; the relative"
          + " error",
      "of --history and --generated is the geometric mean of ratios of absolute errors to the",
      "seasonal naive forecast's. The kinds are those that are generated, or what the model"
          + " remarks",
      "on the data; a series may be of several.",
      "",
      "Examples:",
      "  almanac bench forecast --train Hourly-train.csv --test Hourly-test.csv --horizon 48"
          + " --seasons 24,168",
      "  almanac bench forecast --history cpu.csv --step 5m --horizon 12 --origins 18 --stride 96",
      "  almanac bench forecast --generated 100 --step 5m --horizon 288",
    })
final class BenchForecastCommand extends Verb {

  private static final long DAY = 86_400_000;

  @Option(
      names = "--train",
      paramLabel = "FILE",
      description = "Series in the layout of M4: a heading, then a row for each.")
  private Path train;

  @Option(
      names = "--test",
      paramLabel = "FILE",
      description = "What came then, in the same layout. Default: the last steps of --train.")
  private Path test;

  @Option(
      names = "--back",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Without --test, hold out steps that end N steps before the end. Default:"
              + " ${DEFAULT-VALUE}.")
  private int back;

  @Option(
      names = "--history",
      paramLabel = "FILE",
      arity = "1..*",
      description = "Series with a heading and rows of a time and a value; many may be given.")
  private List<Path> histories = new ArrayList<>();

  @Option(
      names = "--generated",
      paramLabel = "N",
      description = {
        "So many made-up series of each kind: rhythms, heavy tails, bursts, level shifts, random",
        "walks, counts and more, one hold-out of each."
      })
  private int generated;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "28",
      description = "Days of history of each that is --generated. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another makes others of --generated. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--origins",
      paramLabel = "N",
      defaultValue = "10",
      description = "From how many origins to forecast each --history. Default: ${DEFAULT-VALUE}.")
  private int origins;

  @Option(
      names = "--stride",
      paramLabel = "N",
      defaultValue = "96",
      description = "Steps from an origin to the next. Default: ${DEFAULT-VALUE}.")
  private int stride;

  @Option(
      names = "--horizon",
      paramLabel = "N",
      required = true,
      description = "How many steps to forecast.")
  private int horizon;

  @Option(
      names = "--seasons",
      paramLabel = "N,…",
      split = ",",
      description = "Season lengths in steps. Default: found in each series.")
  private List<Integer> seasons = new ArrayList<>();

  @Option(
      names = "--step",
      paramLabel = "LENGTH",
      defaultValue = "1h",
      converter = StepLength.class,
      description = "How long a step is: 15s, 5m, 1h. Default: ${DEFAULT-VALUE}.")
  private long step;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      defaultValue = "ensemble",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private ForecastModel model;

  @Override
  ExitCode run(Console console) throws Exception {
    ForecastTrial trial = trial();
    ForecastScoresByKind scores = new ForecastScoresByKind();
    long startedAt = System.nanoTime();
    try (StatusLine status = console.status()) {
      trial.run(scores, status);
    }
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    if (scores.all().holdOuts() == 0) {
      throw new IOException("nothing could be forecast: every series is shorter than it needs");
    }
    new ForecastScoresReport(scores, train != null, seconds).print(console);
    return ExitCode.DONE;
  }

  private ForecastTrial trial() {
    int sources = (train == null ? 0 : 1) + (histories.isEmpty() ? 0 : 1) + (generated > 0 ? 1 : 0);
    if (sources != 1) {
      throw usage("give either --train, --history or --generated");
    }
    if (horizon < 1 || back < 0 || origins < 1 || stride < 1 || days < 1) {
      throw usage(
          "--horizon, --origins, --stride and --days must be at least 1, --back at least 0");
    }
    ForecastTask task = task();
    if (train != null) {
      return new RowsTrial(task, train, test, back);
    }
    return generated > 0
        ? new GeneratedTrial(task, generated, days, seed)
        : new HistoriesTrial(task, histories, origins, stride);
  }

  private ForecastTask task() {
    // The lag of the naive forecast: the first season, or a day.
    int day = (int) Math.max(1, DAY / step);
    try {
      ForecastOptions options = ForecastOptions.of(horizon).withSeasons(seasons);
      int season = seasons.isEmpty() || generated > 0 ? day : seasons.get(0);
      return new ForecastTask(model.forecaster(), options, step, season);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }
}
