package dev.almanac.jobs;

import dev.almanac.forecast.FitOutcome;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.Forecaster;
import dev.almanac.forecast.Forecasters;
import dev.almanac.forecast.History;
import dev.almanac.jobs.bench.Machine;
import dev.almanac.jobs.bench.RForecast;
import dev.almanac.jobs.bench.SyntheticLoad;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench train}: how many series a core learns in a second. */
@Command(
    name = "train",
    description = {
      "Measures learning: how many series one core learns in a second, bands included, beside R's",
      "package forecast where that is installed.",
      ""
    },
    footer = {
      "",
      "The series are made up: hourly ones, and 28 days at five minutes. Time is the processor's,",
      "of the one thread that learns; each is measured in passes, of which the best counts.",
    })
final class BenchTrainCommand extends Verb {

  private static final long HOUR = 3_600_000;
  private static final long FIVE_MINUTES = 300_000;
  private static final int LONG_POINTS = 28 * 288;

  /** R takes as long for ten as Almanac for thousands. */
  private static final int PEER_SERIES = 10;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many series to learn in each pass. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--points",
      paramLabel = "N",
      defaultValue = "900",
      description = "How long the hourly ones are. Default: ${DEFAULT-VALUE}.")
  private int points;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "5",
      description = "How often to learn them. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(names = "--no-peer", description = "Do without R.")
  private boolean withoutPeer;

  /** What one way of learning takes, in processor seconds a series. */
  private record Measured(String what, int points, int horizon, double seconds) {}

  @Override
  ExitCode run(Console console) throws Exception {
    if (series < 1 || passes < 1 || points < 8) {
      throw usage("--series and --passes must be at least 1, --points at least 8");
    }
    List<Measured> measured = new ArrayList<>();
    Optional<Path> rscript = withoutPeer ? Optional.empty() : peer();
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      List<History> hourly = SyntheticLoad.make(series, points, HOUR, 1);
      List<Integer> hours = List.of(24, 168);
      measured.add(learn("single pass", Forecasters.autoregression(), hourly, hours, 48, status));
      measured.add(learn("ensemble", Forecasters.ensemble(), hourly, hours, 48, status));
      List<History> fine =
          SyntheticLoad.make(Math.max(1, series / 10), LONG_POINTS, FIVE_MINUTES, 2);
      List<Integer> steps = List.of(288, 2016);
      measured.add(learn("single pass", Forecasters.autoregression(), fine, steps, 288, status));
      measured.add(learn("ensemble", Forecasters.ensemble(), fine, steps, 288, status));
      if (rscript.isPresent()) {
        status.show("R learns " + PEER_SERIES + " series");
        List<History> some = hourly.subList(0, Math.min(PEER_SERIES, hourly.size()));
        Path scratch = Files.createDirectory(work.path().resolve("peer"));
        RForecast.run(rscript.get(), some, hours, 48, scratch)
            .forEach(
                (name, seconds) -> measured.add(new Measured("R " + name, points, 48, seconds)));
      }
    }
    show(console, measured, rscript.isPresent());
    return ExitCode.DONE;
  }

  private static Optional<Path> peer() throws IOException, InterruptedException {
    Optional<Path> rscript = ServerProcess.onPath("Rscript");
    return rscript.isPresent() && RForecast.isInstalled(rscript.get()) ? rscript : Optional.empty();
  }

  private Measured learn(
      String what,
      Forecaster forecaster,
      List<History> histories,
      List<Integer> seasons,
      int horizon,
      StatusLine status)
      throws IOException {
    ForecastOptions options = ForecastOptions.of(horizon).withSeasons(seasons);
    long best = Long.MAX_VALUE;
    for (int pass = 1; pass <= passes; pass++) {
      status.show(what + ": pass " + pass + " of " + passes);
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      int learned = 0;
      for (History history : histories) {
        learned += forecaster.fit(history, options) instanceof FitOutcome.Fitted ? 1 : 0;
      }
      best = Math.min(best, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
      if (learned < histories.size()) {
        throw new IOException(what + " learned only " + learned + " of " + histories.size());
      }
    }
    return new Measured(what, histories.get(0).length(), horizon, best / 1e9 / histories.size());
  }

  private void show(Console console, List<Measured> measured, boolean withPeer) {
    String missing =
        withoutPeer || withPeer
            ? null
            : "R's forecast is not installed (Debian: r-cran-forecast); measured without it";
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("machine", Machine.describe().view());
      view.put("measured", measured.stream().map(BenchTrainCommand::json).toList());
      view.put("peer", withPeer ? "R forecast" : missing);
      console.sayJson(view);
      return;
    }
    Table table = new Table().words("").numbers("points").numbers("horizon").numbers("series/s");
    for (Measured one : measured) {
      String rate = String.format(Locale.ROOT, "%.1f", 1 / one.seconds());
      table.row(one.what(), one.points(), one.horizon(), rate);
    }
    table.print(console.out(), true);
    if (missing != null) {
      console.note(missing);
    }
  }

  private static Map<String, Object> json(Measured measured) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("what", measured.what());
    view.put("points", measured.points());
    view.put("horizon", measured.horizon());
    view.put("series_per_second", 1 / measured.seconds());
    return view;
  }
}
