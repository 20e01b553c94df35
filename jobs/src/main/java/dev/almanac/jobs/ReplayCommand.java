package dev.almanac.jobs;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.flink.replay.PastModels;
import dev.almanac.flink.replay.ReplayPlan;
import dev.almanac.flink.replay.SeriesReplay;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code almanac replay}: which alarms would have fired. */
@Command(
    name = "replay",
    description = {
      "Scores archived history as 'almanac watch' scores live samples, and shows which alarms"
          + " would",
      "have fired: to try settings on last week before they wake somebody up.",
      ""
    },
    footer = {
      "",
      "An alarm begins with a score above 1 where none was in the dead time before. Scoring begins",
      "--warm-up earlier, to learn from; of that time nothing is told.",
      "",
      "Exit codes: 0 replayed, whatever fired, 1 the archive has no such series in that time.",
      "",
      "Examples:",
      "  almanac replay --from 2026-11-16 --config score.yaml",
      "  almanac replay --series '{job=\"node\"}' --false-alarms-per-day 1 --plot",
      "  almanac replay --series 'node_load1{instance=\"a:9100\"}' --picture load.png"
    })
final class ReplayCommand extends Verb {

  private static final long MINUTE = 60_000;
  private static final String OF_THEN = "then";
  private static final String NO_MODEL = "none";

  @Spec private CommandSpec spec;

  @Mixin private ArchiveOption archive;

  @Mixin private RegistryOption registry;

  @Option(
      names = "--series",
      paramLabel = "SELECTOR",
      defaultValue = "{__name__=~\".+\"}",
      description = "Which series: a selector as PromQL writes it. Default: all.")
  private String series;

  @Mixin private TimeOptions time;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "7d",
      converter = LengthOfTime.class,
      description = "How much of the time before is learned from. Default: 7d.")
  private Duration warmUp;

  @Mixin private ScoreConfigOption config;

  @Option(
      names = "--backup",
      paramLabel = "BACKUP",
      defaultValue = "latest",
      description = "Whose samples: an id, the beginning of one, a date, or latest (the default).")
  private String wanted;

  @Option(
      names = "--model-version",
      paramLabel = "VERSION",
      defaultValue = OF_THEN,
      description =
          "What to expect: 'then' for the champion of each time (the default), 'none', or a number,"
              + " an alias or 'latest' for one version all the time, as if there had been a backup"
              + " each night at 23:00 UTC. It may have learned from the very time that is"
              + " replayed.")
  private String version;

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many alarms a person is shown, the worst first. Default: 20.")
  private int most;

  @Option(names = "--csv", description = "Answer with CSV (RFC 4180): all alarms.")
  private boolean csv;

  @Option(names = "--plot", description = "Draw when the worst series fired, as text.")
  private boolean plot;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Draw one series with what was expected and its alarms into this file, which ends with"
              + " .png or .svg.")
  private Path picture;

  @Mixin private ParallelismOption parallelism;

  @Override
  ExitCode run(Console console) throws Exception {
    check(console);
    try (WorkFolder work = WorkFolder.create()) {
      ReplayPlan plan = plan(work.path(), console);
      if (picture != null) {
        return draw(plan, console);
      }
      ReplayRun.Outcome outcome = replay(plan, console);
      return outcome.series() == 0 ? nothing(plan, console) : show(outcome, console);
    }
  }

  private ExitCode show(ReplayRun.Outcome outcome, Console console) {
    ReplayView view = new ReplayView(outcome);
    if (csv || console.json()) {
      view.rows(csv ? new CsvRows(console.out()) : new JsonRows(console.out()));
    } else {
      view.tell(console, most);
    }
    if (plot) {
      new ReplayPlot(outcome).print(console);
    }
    return ExitCode.DONE;
  }

  private void check(Console console) {
    if ((csv ? 1 : 0) + (plot ? 1 : 0) + (picture != null ? 1 : 0) + (console.json() ? 1 : 0) > 1) {
      throw usage("--csv, --json, --plot and --picture exclude each other");
    }
    if (picture != null && !SeriesChart.canWrite(picture)) {
      throw usage("--picture names a file that ends with .png or .svg");
    }
    if (most < 0) {
      throw usage("--most is 0 or more");
    }
    try {
      Selector.parse(series);
    } catch (IllegalArgumentException e) {
      throw usage("--series: " + e.getMessage());
    }
  }

  private ReplayPlan plan(Path work, Console console) throws IOException {
    ScoreConfig scored = config.read();
    try (BlobStore store = BlobStores.open(archive.root())) {
      Manifest backup = new Catalog(store).resolve(wanted);
      TimeRange told = told(backup);
      PastModels models = PastModels.NONE;
      if (!version.equals(NO_MODEL)) {
        PastModelFiles files = new PastModelFiles(store, registry.of(store), scored.model(), work);
        TimeRange used = new TimeRange(told.from() - warmUp.toMillis(), told.until());
        models = version.equals(OF_THEN) ? files.champions(used) : files.always(version, used);
        if (!files.missing().isEmpty()) {
          console.note(
              "almanac: replayed without models that have been deleted since: "
                  + String.join(", ", files.missing()));
        }
      }
      return ReplayPlan.of(archive.root(), backup, series, scored, models, warmUp, told);
    }
  }

  /** The last seven days of the backup where nothing else is asked for. */
  private TimeRange told(Manifest backup) {
    TimeRange asked = time.range(spec.commandLine());
    TimeRange held = backup.totals().timeRange();
    long until = Math.min(asked.until(), held.until());
    long week = Math.floorDiv(until - Duration.ofDays(7).toMillis(), MINUTE) * MINUTE;
    long from = Math.max(held.from(), asked.from() == TimeRange.ALL.from() ? week : asked.from());
    if (from >= until) {
      throw usage(
          "backup %s holds %s until %s, and nothing of the time that is asked for"
              .formatted(
                  backup.id(), ManifestView.time(held.from()), ManifestView.time(held.until())));
    }
    return new TimeRange(from, until);
  }

  private ReplayRun.Outcome replay(ReplayPlan plan, Console console) throws Exception {
    try (StatusLine status = console.status()) {
      return new ReplayRun(plan).run(parallelism.workers(), status);
    }
  }

  private ExitCode draw(ReplayPlan plan, Console console) throws IOException {
    Optional<SeriesReplay> replay;
    try (StatusLine status = console.status()) {
      Progress progress = new Progress(status, "reading samples", Human::count);
      replay = SeriesReplay.of(plan, progress::add);
    } catch (IllegalArgumentException e) {
      throw usage("a picture shows one series: " + e.getMessage());
    }
    if (replay.isEmpty()) {
      return nothing(plan, console);
    }
    new ReplayPicture(replay.get()).write(picture);
    return ExitCode.DONE;
  }

  private ExitCode nothing(ReplayPlan plan, Console console) {
    console.note(
        "almanac: the archive has no samples of a series %s that is scored, from %s until %s"
            .formatted(
                series, ManifestView.time(plan.from()), ManifestView.time(plan.read().until())));
    return ExitCode.NO;
  }
}
