package dev.almanac.jobs;

import dev.almanac.forecast.Backtest;
import dev.almanac.forecast.FitOutcome;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.History;
import dev.almanac.forecast.HoldOut;
import dev.almanac.forecast.Remark;
import dev.almanac.forecast.accuracy.Accuracy;
import dev.almanac.forecast.accuracy.Naive2;
import dev.almanac.jobs.bench.TimedCsv;
import dev.almanac.jobs.bench.WideCsv;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
      "of --history is the geometric mean of ratios of absolute errors to the seasonal naive",
      "forecast's. The kinds are what the model remarks on the data; a series may be of several.",
      "",
      "Examples:",
      "  almanac bench forecast --train Hourly-train.csv --test Hourly-test.csv --horizon 48"
          + " --seasons 24,168",
      "  almanac bench forecast --history cpu.csv --step 5m --horizon 12 --origins 18 --stride 96",
    })
final class BenchForecastCommand extends Verb {

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
    if ((train == null) == histories.isEmpty()) {
      throw usage("give either --train or --history");
    }
    if (horizon < 1 || back < 0 || origins < 1 || stride < 1) {
      throw usage("--horizon, --origins and --stride must be at least 1, --back at least 0");
    }
    ForecastOptions options = options();
    ForecastScoresByKind scores = new ForecastScoresByKind();
    long startedAt = System.nanoTime();
    try (StatusLine status = console.status()) {
      if (train != null) {
        measureRows(options, scores, status);
      } else {
        measureHistories(options, scores, status);
      }
    }
    double seconds = (System.nanoTime() - startedAt) / 1e9;
    if (scores.all().holdOuts() == 0) {
      throw new IOException("nothing could be forecast: every series is shorter than it needs");
    }
    if (console.json()) {
      Map<String, Object> view = json(scores.all(), seconds);
      Map<String, Object> kinds = new LinkedHashMap<>();
      scores.byKind().forEach((kind, of) -> kinds.put(kind, json(of)));
      view.put("kinds", kinds);
      console.sayJson(view);
    } else {
      table(scores.all(), seconds).print(console.out(), false);
      console.out().println();
      kinds(scores).print(console.out(), true);
    }
    return ExitCode.DONE;
  }

  private ForecastOptions options() {
    try {
      return ForecastOptions.of(horizon).withSeasons(seasons);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** The lag of the naive forecast: the first season, or a day. */
  private int naiveSeason() {
    long day = 86_400_000 / step;
    return seasons.isEmpty() ? (int) Math.max(1, day) : seasons.get(0);
  }

  private void measureRows(ForecastOptions options, ForecastScoresByKind scores, StatusLine status)
      throws IOException {
    Map<String, double[]> training = WideCsv.read(train);
    Map<String, double[]> later = test == null ? Map.of() : WideCsv.read(test);
    int done = 0;
    for (Map.Entry<String, double[]> series : training.entrySet()) {
      double[] values = series.getValue();
      if (test != null) {
        measure(values, actual(later, series.getKey()), options, scores);
      } else {
        int end = values.length - back;
        int origin = end - horizon;
        if (origin < 1) {
          scores.skip();
        } else {
          double[] past = Arrays.copyOf(values, origin);
          measure(past, Arrays.copyOfRange(values, origin, end), options, scores);
        }
      }
      status.show(++done + " of " + training.size() + " series");
    }
  }

  private double[] actual(Map<String, double[]> later, String name) throws IOException {
    double[] actual = later.get(name);
    if (actual == null || actual.length < horizon) {
      throw new IOException(
          test
              + ": "
              + name
              + ": "
              + horizon
              + " values expected, found "
              + (actual == null ? "no such series" : actual.length));
    }
    return Arrays.copyOf(actual, horizon);
  }

  private void measure(
      double[] past, double[] actual, ForecastOptions options, ForecastScoresByKind scores) {
    History history = new History(0, step, past);
    int season = naiveSeason();
    double scale = Accuracy.naiveScale(past, season);
    // What repeats itself exactly has no scale to measure errors by.
    if (scale > 0 && model.forecaster().fit(history, options) instanceof FitOutcome.Fitted fitted) {
      HoldOut holdOut = new HoldOut(fitted.model().forecast(history, horizon), actual, scale);
      scores.add(fitted.remarks(), holdOut, Naive2.forecast(past, season, horizon));
    } else {
      scores.skip();
    }
  }

  private void measureHistories(
      ForecastOptions options, ForecastScoresByKind scores, StatusLine status) throws IOException {
    int season = naiveSeason();
    Backtest backtest = new Backtest(model.forecaster(), options, origins, stride, season);
    for (int i = 0; i < histories.size(); i++) {
      status.show(i + " of " + histories.size() + " series");
      History history = TimedCsv.read(histories.get(i), step);
      List<HoldOut> holdOuts = backtest.run(history);
      Set<Remark> kinds = kinds(history, options);
      for (HoldOut holdOut : holdOuts) {
        int origin = (int) ((holdOut.forecast().start() - history.start()) / step);
        if (origin >= season && holdOut.naiveScale() > 0) {
          scores.add(kinds, holdOut, lastSeason(history, origin, season));
        }
      }
    }
  }

  /** What the whole history is like: for the report alone, no forecast knows it. */
  private Set<Remark> kinds(History history, ForecastOptions options) {
    return model.forecaster().fit(history, options) instanceof FitOutcome.Fitted fitted
        ? fitted.remarks()
        : Set.of();
  }

  /** The seasonal naive forecast; where it is not known, neither is how good it would have been. */
  private double[] lastSeason(History history, int origin, int season) {
    double[] naive = new double[horizon];
    double last = 0;
    for (int h = 0; h < horizon; h++) {
      double value = history.values()[origin - season + h % season];
      last = Double.isNaN(value) ? last : value;
      naive[h] = last;
    }
    return naive;
  }

  private Table table(ForecastScores scores, double seconds) {
    Table table = new Table().words("").numbers("");
    table.row(train != null ? "series" : "hold-outs", scores.holdOuts());
    table.row("skipped", scores.skipped());
    table.row("sMAPE", decimals(scores.smape()));
    table.row("MASE", decimals(scores.mase()));
    if (train != null) {
      table.row("OWA", decimals(scores.owa()));
    } else {
      table.row("relative error", decimals(scores.relativeError()));
    }
    table.row("MSIS", decimals(scores.msis()));
    table.row("pinball", decimals(scores.pinball()));
    scores
        .coverage()
        .forEach((nominal, part) -> table.row("within " + nominal + " %", decimals(100 * part)));
    table.row("seconds", decimals(seconds));
    return table;
  }

  private Table kinds(ForecastScoresByKind scores) {
    Table table =
        new Table()
            .words("kind")
            .numbers(train != null ? "series" : "hold-outs")
            .numbers("MASE")
            .numbers("within 80 %")
            .numbers("95 %")
            .numbers("99 %");
    scores
        .byKind()
        .forEach(
            (kind, of) ->
                table.row(
                    kind,
                    of.holdOuts(),
                    decimals(of.mase()),
                    decimals(100 * of.coverage().get("80")),
                    decimals(100 * of.coverage().get("95")),
                    decimals(100 * of.coverage().get("99"))));
    return table;
  }

  private Map<String, Object> json(ForecastScores kind) {
    return Map.of(
        train != null ? "series" : "hold_outs",
        kind.holdOuts(),
        "mase",
        kind.mase(),
        "coverage",
        kind.coverage());
  }

  private static String decimals(double number) {
    return String.format(Locale.ROOT, "%.3f", number);
  }

  private Map<String, Object> json(ForecastScores scores, double seconds) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put(train != null ? "series" : "hold_outs", scores.holdOuts());
    view.put("skipped", scores.skipped());
    view.put("smape", scores.smape());
    view.put("mase", scores.mase());
    if (train != null) {
      view.put("owa", scores.owa());
      view.put("naive2", Map.of("smape", scores.naiveSmape(), "mase", scores.naiveMase()));
    } else {
      view.put("relative_error", scores.relativeError());
    }
    view.put("msis", scores.msis());
    view.put("pinball", scores.pinball());
    view.put("coverage", scores.coverage());
    view.put("seconds", seconds);
    return view;
  }
}
