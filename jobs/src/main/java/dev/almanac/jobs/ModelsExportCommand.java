package dev.almanac.jobs;

import dev.almanac.flink.ForecastModel;
import dev.almanac.registry.ModelRegistry;
import dev.almanac.registry.ModelVersion;
import dev.almanac.series.Selector;
import dev.almanac.training.ModelFolder;
import dev.almanac.training.SeriesSummary;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac models export}: what a version has learned, for other programs to read. */
@Command(
    name = "export",
    description = {
      "Writes what a version has learned of each series as Parquet files:",
      "series (accuracy), members (of the ensemble, with weights), profile (what is usual at which",
      "time), errors (quantiles by how far ahead) and rhythm (when errors are large).",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 written, 1 no such series was learned.",
      "",
      "Examples:",
      "  almanac models export metrics --out champion",
      "  almanac models export metrics 3 --series node_load1 --out v3"
    })
final class ModelsExportCommand extends ModelsVerb {

  @Parameters(index = "0", paramLabel = "MODEL", description = "The model's name.")
  private String wanted;

  @Parameters(
      index = "1",
      paramLabel = "VERSION",
      defaultValue = ModelRegistry.CHAMPION,
      description = "A number (3), an alias, or latest. Default: champion.")
  private String number;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write, which must not be there yet.")
  private Path out;

  @Option(
      names = "--series",
      paramLabel = "SELECTOR",
      defaultValue = "{__name__=~\".+\"}",
      description = "Which series: a selector as PromQL writes it. Default: all.")
  private String series;

  @Override
  ExitCode run(ModelRegistry registry, Console console) throws IOException, SQLException {
    Selector selector = selector();
    ModelVersion version = registry.resolve(model(wanted), number);
    if (Files.exists(out)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    try (WorkFolder work = WorkFolder.create(out.toAbsolutePath().getParent());
        ModelTables tables = new ModelTables(work.path().resolve("spill"))) {
      Path copy = Files.createDirectory(work.path().resolve("model"));
      registry.copy(version, copy);
      fill(tables, ModelFolder.open(copy.resolve(ForecastModel.DATA)), selector);
      if (tables.rows(ModelTables.Content.SERIES) == 0) {
        console.note("almanac: " + version.id() + " knows no series " + selector);
        return ExitCode.NO;
      }
      Path draft = Files.createDirectory(work.path().resolve("draft"));
      tables.write(draft);
      Files.move(draft, out, StandardCopyOption.ATOMIC_MOVE);
      tell(console, version, tables);
    }
    return ExitCode.DONE;
  }

  private Selector selector() {
    try {
      return Selector.parse(series);
    } catch (IllegalArgumentException e) {
      throw usage("--series: " + e.getMessage());
    }
  }

  private static void fill(ModelTables tables, ModelFolder models, Selector selector)
      throws IOException, SQLException {
    for (SeriesSummary summary : models.summaries()) {
      if (selector.matches(summary.labels())) {
        tables.add(summary, models.model(summary.labels()).orElse(null));
      }
    }
  }

  private void tell(Console console, ModelVersion version, ModelTables tables) {
    List<Map<String, Object>> files = new ArrayList<>();
    for (ModelTables.Content content : ModelTables.Content.values()) {
      Map<String, Object> file = new LinkedHashMap<>();
      file.put("file", out.resolve(content.title() + ".parquet").toString());
      file.put("rows", tables.rows(content));
      files.add(file);
    }
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("model", version.id().model());
      view.put("version", version.number());
      view.put("files", files);
      console.sayJson(view);
    } else {
      console.say("What " + version.id() + " has learned:");
      Table table = new Table().words("FILE").numbers("ROWS");
      files.forEach(file -> table.row(file.get("file"), file.get("rows")));
      table.print(console.out(), true);
    }
  }
}
