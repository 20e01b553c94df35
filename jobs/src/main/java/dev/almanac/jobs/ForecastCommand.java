package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.ForecastModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.series.Selector;
import dev.almanac.training.ArchiveForecasts;
import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesForecast;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac forecast}: what is expected of a series. */
@Command(
    name = "forecast",
    description = {
      "Forecasts series by the models that were learned for them, from where the newest backup"
          + " ends.",
      ""
    },
    footer = {
      "",
      "Of a counter its rate per second is forecast.",
      "Exit codes: 0 forecast, 1 no such series was learned.",
      "",
      "Examples:",
      "  almanac forecast --series 'node_load1{instance=\"a:9100\"}' --horizon 6h --plot",
      "  almanac forecast --series '{job=\"node\"}' --csv > forecasts.csv",
      "  almanac forecast --series 'up{job=\"node\"}' --picture up.svg"
    })
final class ForecastCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Mixin private RegistryOption registry;

  @Option(
      names = "--series",
      required = true,
      paramLabel = "SELECTOR",
      description = "Which series: a selector as PromQL writes it.")
  private String series;

  @Option(
      names = "--horizon",
      paramLabel = "TIME",
      defaultValue = "24h",
      converter = LengthOfTime.class,
      description = "How far ahead: 6h, 1d, 1w. Default: 24h.")
  private Duration horizon;

  @Option(
      names = "--level",
      paramLabel = "P",
      defaultValue = "0.95",
      description = "Which part of the values the bands are to hold. Default: 0.95.")
  private double level;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model's name. Default: " + ForecastCommand.MODEL + ".")
  private String model = MODEL;

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      defaultValue = ModelRegistry.CHAMPION,
      description = "A number, an alias, or latest. Default: champion.")
  private String version;

  @Option(
      names = "--backup",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "Go on from the end of this one: an id, its beginning, a date, or latest.")
  private String backup;

  @Option(names = "--csv", description = "Answer with CSV (RFC 4180).")
  private boolean csv;

  @Option(names = "--plot", description = "Draw the forecasts as text.")
  private boolean plot;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Draw the forecast of one series into this file, which ends with .png or .svg.")
  private Path picture;

  /** What a training calls it that was not told otherwise. */
  private static final String MODEL = "metrics";

  @Override
  ExitCode run(Console console) throws Exception {
    Selector selector = checked(console);
    List<SeriesForecast> forecasts = forecasts(selector, console);
    if (forecasts.isEmpty()) {
      console.note("almanac: " + model + " has no model of a series " + selector);
      return ExitCode.NO;
    }
    if (picture != null && forecasts.size() > 1) {
      throw usage(
          "a picture shows one series, but %s means %d".formatted(selector, forecasts.size()));
    }
    if (picture != null) {
      new ForecastPicture(forecasts.get(0), level).write(picture);
    }
    if (plot) {
      forecasts.forEach(one -> new ForecastPlot(one, level).print(console));
    } else if (picture == null) {
      ForecastTable.print(forecasts, level, format(console));
    }
    return ExitCode.DONE;
  }

  private Selector checked(Console console) {
    if ((csv ? 1 : 0) + (plot ? 1 : 0) + (console.json() ? 1 : 0) > 1) {
      throw usage("--csv, --plot and --json exclude each other");
    }
    if (!(level > 0 && level < 1)) {
      throw usage("--level lies between 0 and 1");
    }
    if (picture != null && !ForecastPicture.canWrite(picture)) {
      throw usage("--picture names a file that ends with .png or .svg");
    }
    try {
      return Selector.parse(series);
    } catch (IllegalArgumentException e) {
      throw usage("--series: " + e.getMessage());
    }
  }

  private List<SeriesForecast> forecasts(Selector selector, Console console) throws Exception {
    try (BlobStore store = BlobStores.open(archive.root());
        WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      ModelRegistry models = registry.of(store);
      ModelVersion chosen = models.resolve(model, version);
      models.copy(chosen, work.path());
      Manifest newest = new Catalog(store).resolve(backup);
      return new ArchiveForecasts(
              store, newest, ModelFolder.open(work.path().resolve(ForecastModel.DATA)))
          .of(
              selector,
              horizon,
              horizon.multipliedBy(2),
              new Progress(status, "reading samples", Human::count)::add);
    }
  }

  private RowFormat format(Console console) {
    if (csv) {
      return new CsvRows(console.out());
    }
    return console.json() ? new JsonRows(console.out()) : new TableRows(console.out());
  }
}
