package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Selector;
import dev.almanac.training.ArchiveBacktest;
import dev.almanac.training.TrainingConfig;
import dev.almanac.training.TrainingPlan;
import dev.almanac.training.TrainingReport;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac backtest}: how well an archive's series would have been forecast. */
@Command(
    name = "backtest",
    description = {
      "Forecasts the past of an archive's series from several origins, each time by a model"
          + " learned",
      "from what was before, and compares with what came.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 forecast, 1 no series could be.",
      "The steps of all selected series are in memory: about 60 KB for each and four weeks.",
      "",
      "--csv answers with every forecast step beside what came, of the model and of the seasonal",
      "naive, series after series, in no order. A step's ahead_seconds reach to its end.",
      "",
      "Examples:",
      "  almanac backtest --series '{job=\"node\"}' --origins 14 --config training.yaml",
      "  almanac backtest --series node_load1 --csv > forecasts.csv"
    })
final class BacktestCommand extends Verb {

  private static final int MOST_ORIGINS = 1000;

  @Mixin private ArchiveOption archive;

  @Mixin private TrainingConfigOption config;

  @Option(
      names = "--series",
      paramLabel = "SELECTOR",
      description = "Which series, of those that would be learned. Default: all.")
  private String series = "{__name__=~\".+\"}";

  @Option(
      names = "--origins",
      paramLabel = "N",
      defaultValue = "7",
      description = "How many forecasts of each series, a horizon apart. Default: 7.")
  private int origins;

  @Option(
      names = "--backup",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "An id, the beginning of one, a date, or latest (the default).")
  private String wanted;

  @Option(names = "--csv", description = "Answer with CSV (RFC 4180): every forecast step.")
  private boolean csv;

  @Option(
      names = "--level",
      paramLabel = "P",
      defaultValue = "0.95",
      description = "Which part of the values the bands of --csv are to hold. Default: 0.95.")
  private double level;

  @Override
  ExitCode run(Console console) throws Exception {
    if (csv && console.json()) {
      throw usage("--csv and --json exclude each other");
    }
    if (!(level > 0 && level < 1)) {
      throw usage("--level lies between 0 and 1");
    }
    if (origins < 1 || origins > MOST_ORIGINS) {
      throw usage("--origins is from 1 to " + MOST_ORIGINS);
    }
    Selector selector = selector();
    TrainingReport report;
    if (csv) {
      BacktestRows rows = new BacktestRows(new CsvRows(console.out()), level);
      report = report(selector, console, rows);
      rows.end();
    } else {
      report = report(selector, console, ArchiveBacktest.Trials.IGNORED);
      tell(console, report);
    }
    return report.fitted() > 0 ? ExitCode.DONE : ExitCode.NO;
  }

  private void tell(Console console, TrainingReport report) {
    if (console.json()) {
      console.sayJson(ReportView.of(report));
    } else {
      console.say(
          "%s forecast from up to %d origins each%s"
              .formatted(
                  Human.count(report.fitted()) + " series", origins, ReportView.skipped(report)));
      ReportView.tell(console, report);
    }
  }

  private Selector selector() {
    try {
      return Selector.parse(series);
    } catch (IllegalArgumentException e) {
      throw usage("--series: " + e.getMessage());
    }
  }

  private TrainingReport report(Selector selector, Console console, ArchiveBacktest.Trials trials) {
    TrainingConfig settings = config.read();
    try (BlobStore store = BlobStores.open(archive.root());
        StatusLine status = console.status()) {
      Manifest backup = new Catalog(store).resolve(wanted);
      TrainingPlan plan = TrainingPlan.of(archive.root(), backup, settings);
      AtomicLong tried = new AtomicLong();
      return new ArchiveBacktest(store, backup, plan, origins)
          .run(
              selector,
              new Progress(status, "reading samples", Human::count)::add,
              () -> show(status, tried.incrementAndGet()),
              trials);
    }
  }

  private static void show(StatusLine status, long tried) {
    synchronized (status) {
      status.show(Human.count(tried) + " series forecast");
    }
  }
}
