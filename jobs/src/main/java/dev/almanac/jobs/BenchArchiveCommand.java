package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private BenchInputs inputs;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "1",
      description = "How many pieces to work on at a time. Default: ${DEFAULT-VALUE}.")
  private int parallelism;

  @Override
  ExitCode run(Console console) throws Exception {
    if (parallelism < 1) {
      throw usage("--parallelism must be at least 1");
    }
    inputs.check();
    Path promtool = inputs.promtool();
    List<ArchiveMeasurement> measured = new ArrayList<>();
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      ArchiveBench bench = new ArchiveBench(work, parallelism, inputs.passes(), promtool, status);
      for (Map.Entry<String, Path> snapshot : inputs.snapshots(work, status).entrySet()) {
        measured.add(bench.measure(snapshot.getKey(), snapshot.getValue()));
      }
    }
    ArchiveMeasurementView view = new ArchiveMeasurementView(measured);
    if (console.json()) {
      console.sayJson(view.json(Machine.describe(), parallelism));
    } else {
      view.table().print(console.out(), true);
    }
    return ExitCode.DONE;
  }
}
