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
      "Example:",
      "  almanac backtest --series '{job=\"node\"}' --origins 14 --config training.yaml"
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

  @Override
  ExitCode run(Console console) throws Exception {
    if (origins < 1 || origins > MOST_ORIGINS) {
      throw usage("--origins is from 1 to " + MOST_ORIGINS);
    }
    TrainingReport report = report(selector(), console);
    if (console.json()) {
      console.sayJson(ReportView.of(report));
    } else {
      console.say(
          "%s forecast from up to %d origins each%s"
              .formatted(
                  Human.count(report.fitted()) + " series", origins, ReportView.skipped(report)));
      ReportView.tell(console, report);
    }
    return report.fitted() > 0 ? ExitCode.DONE : ExitCode.NO;
  }

  private Selector selector() {
    try {
      return Selector.parse(series);
    } catch (IllegalArgumentException e) {
      throw usage("--series: " + e.getMessage());
    }
  }

  private TrainingReport report(Selector selector, Console console) {
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
              () -> show(status, tried.incrementAndGet()));
    }
  }

  private static void show(StatusLine status, long tried) {
    synchronized (status) {
      status.show(Human.count(tried) + " series forecast");
    }
  }
}
