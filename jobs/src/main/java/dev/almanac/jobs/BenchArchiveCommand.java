package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code almanac bench archive}: speed, size and memory of archiving. */
@Command(
    name = "archive",
    description = {
      "Measures archiving: a generated snapshot, and those that are given.",
      "Each is archived a few times into a new folder, by the job that 'almanac archive' runs, and",
      "compared with its own tarball and with what promtool takes to dump it.",
      ""
    },
    footer = {
      "",
      "Times are by the clock of the whole run: reading, proving and hashing the blocks, the job",
      "with Flink's start, the commit. The first pass is what a short run sees, while Java still",
      "compiles; the best pass is what a long one settles at. Processor seconds count every thread",
      "of the process ('all'), or planning and workers alone, without what Flink's threads, the",
      "compiler and the collector do beside them ('work').",
      "",
      "Examples:",
      "  almanac bench archive",
      "  almanac bench archive --samples 0 --from"
          + " /var/lib/prometheus/snapshots/20261123T230000Z-1f2e",
    })
final class BenchArchiveCommand extends Verb {

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "20000000",
      description = "How many samples to generate; 0 for none. Default: ${DEFAULT-VALUE}.")
  private long samples;

  @Option(
      names = "--series",
      paramLabel = "N",
      defaultValue = "2400",
      description = "How many series to generate. Default: ${DEFAULT-VALUE}.")
  private int series;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Another seed makes other values of the same shapes. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--head-blocks",
      description = "Generate blocks of two hours instead of one that holds everything.")
  private boolean headBlocks;

  @Option(
      names = "--from",
      paramLabel = "SNAPSHOT",
      description = "A snapshot's folder to measure too; may be given more than once.")
  private List<Path> from = new ArrayList<>();

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many pieces to work on at a time. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Option(
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often to archive each snapshot. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(names = "--no-promtool", description = "Do without promtool's dump.")
  private boolean withoutPromtool;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Leave the generated snapshot there; the folder must not exist or be empty.")
  private Path keep;

  @Override
  ExitCode run(Console console) throws Exception {
    check();
    Path promtool = withoutPromtool ? null : promtool();
    ArchiveMeasurementView view;
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      ArchiveBench bench = new ArchiveBench(work, parallelism, passes, promtool, status);
      List<ArchiveMeasurement> measured = new ArrayList<>();
      if (samples > 0) {
        measured.add(bench.measure("generated", generate(work, status)));
      }
      for (Path snapshot : from) {
        measured.add(bench.measure(nameOf(snapshot), snapshot));
      }
      view = new ArchiveMeasurementView(measured);
    }
    if (console.json()) {
      console.sayJson(view.json(Machine.describe(), parallelism));
    } else {
      view.table().print(console.out(), true);
    }
    return ExitCode.DONE;
  }

  private void check() throws IOException {
    if (samples == 0 && from.isEmpty()) {
      throw usage("nothing to measure: --samples is 0 and no --from is given");
    }
    if (series < 1 || samples < 0 || (samples > 0 && samples < series)) {
      throw usage("--series must be at least 1, and --samples at least --series");
    }
    if (parallelism < 1 || passes < 1) {
      throw usage("--parallelism and --passes must be at least 1");
    }
    if (keep != null && Files.exists(keep) && !isEmptyFolder(keep)) {
      throw usage("--keep " + keep + " is there already and not an empty folder");
    }
    // Found missing now rather than after minutes of measuring others.
    from.forEach(SnapshotDirectory::open);
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (var files = Files.list(path)) {
      return files.findAny().isEmpty();
    }
  }

  private Path promtool() {
    return ServerProcess.onPath("promtool")
        .orElseThrow(
            () ->
                usage(
                    "promtool is not installed (Debian has it in the package prometheus);"
                        + " --no-promtool measures without it"));
  }

  private Path generate(WorkFolder work, StatusLine status) throws IOException {
    Path folder = Files.createDirectories(keep == null ? work.path().resolve("generated") : keep);
    SnapshotSpec spec = SnapshotSpec.of(samples, series).withSeed(seed);
    AtomicLong written = new AtomicLong();
    GeneratedSnapshot.write(
        folder,
        headBlocks ? spec.inHeadBlocks() : spec,
        more ->
            status.show(
                "generating: "
                    + Human.count(written.addAndGet(more))
                    + " of "
                    + Human.count(samples)
                    + " samples"));
    return folder;
  }

  private static String nameOf(Path snapshot) {
    return String.valueOf(snapshot.toAbsolutePath().normalize().getFileName());
  }
}
