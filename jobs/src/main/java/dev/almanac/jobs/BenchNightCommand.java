package dev.almanac.jobs;

import dev.almanac.backup.ArchivePlan;
import dev.almanac.backup.ArchiveRequest;
import dev.almanac.backup.Archiver;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.Registry;
import dev.almanac.training.TrainingPlan;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac bench night}: from a snapshot to a model, as every night. */
@Command(
    name = "night",
    description = {
      "Measures a night: a generated snapshot is archived, and every series of the archive is"
          + " learned,",
      "judged and published.",
      ""
    },
    footer = {
      "",
      "The default is 345.6 million samples, which take 1.6 GB of temporary files. Bound the memory"
          + " by",
      "ALMANAC_JAVA_OPTS=-Xmx2g."
    })
final class BenchNightCommand extends Verb {

  private static final Instant START = Instant.parse("2026-10-19T00:00:00Z");

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "2000",
      description = "How many series to generate. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--days",
      paramLabel = "N",
      defaultValue = "30",
      description = "How many days of them. Default: ${DEFAULT-VALUE}.")
  private int days;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "15s",
      converter = LengthOfTime.class,
      description = "The time between two samples. Default: ${DEFAULT-VALUE}.")
  private Duration interval;

  @Mixin private TrainingConfigOption config;

  @Mixin private ParallelismOption parallelism;

  @Override
  ExitCode run(Console console) throws Exception {
    if (series < 1 || days < 1 || interval.compareTo(Duration.ofDays(1)) > 0) {
      throw usage("--series and --days must be at least 1, --interval at most 1d");
    }
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      Path snapshot = Files.createDirectory(work.path().resolve("snapshot"));
      generate(snapshot, status);
      Path archive = work.path().resolve("archive");
      Instant begin = Instant.now();
      Manifest backup = archive(snapshot, archive, status);
      Duration archived = Duration.between(begin, Instant.now());
      WorkFolder.delete(snapshot);
      TrainRun.Outcome outcome;
      try (BlobStore store = BlobStores.open(archive.toString())) {
        TrainingPlan plan = TrainingPlan.of(archive.toString(), backup, config.read());
        outcome = new TrainRun(new Registry(store), plan).run(parallelism.workers(), false, status);
      }
      tell(console, backup, archived, outcome);
    }
    return ExitCode.DONE;
  }

  private void generate(Path folder, StatusLine status) {
    long samples = (long) series * (Duration.ofDays(days).toMillis() / interval.toMillis());
    AtomicLong written = new AtomicLong();
    GeneratedSnapshot.write(
        folder,
        new SnapshotSpec(samples, series, START, interval, Duration.ofDays(2), 1),
        more ->
            status.show(
                "generating: %s of %s samples"
                    .formatted(Human.count(written.addAndGet(more)), Human.count(samples))));
  }

  private Manifest archive(Path snapshot, Path root, StatusLine status) throws Exception {
    ArchivePlan plan =
        Archiver.plan(
            new ArchiveRequest(
                snapshot,
                root.toString(),
                new Manifest.Source("generated", "", List.of()),
                "almanac " + Version.number()));
    return ArchiveRun.of(plan, Engine.HERE, parallelism.workers(), status).backup();
  }

  private static void tell(
      Console console, Manifest backup, Duration archived, TrainRun.Outcome outcome) {
    long samples = backup.totals().samples();
    if (console.json()) {
      Map<String, Object> view = new LinkedHashMap<>();
      view.put("samples", samples);
      view.put("series", backup.totals().series());
      view.put("archive_seconds", archived.toMillis() / 1000.0);
      view.put("train_seconds", outcome.took().toMillis() / 1000.0);
      view.put("max_heap_bytes", Runtime.getRuntime().maxMemory());
      view.put("training", TrainView.of(outcome));
      console.sayJson(view);
      return;
    }
    Table table = new Table().words("step").numbers("time").numbers("samples").numbers("samples/s");
    row(table, "archive", archived, samples);
    row(table, "train", outcome.took(), outcome.samples());
    table.print(console.out(), true);
    console.say("");
    TrainView.tell(console, outcome);
  }

  private static void row(Table table, String step, Duration took, long samples) {
    table.row(
        step,
        Human.duration(took),
        Human.count(samples),
        Human.count(Math.round(samples * 1000.0 / Math.max(1, took.toMillis()))));
  }
}
