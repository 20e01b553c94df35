package dev.almanac.jobs;

import dev.almanac.jobs.bench.Machine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac bench restore}: speed and memory of restoring to the byte. */
@Command(
    name = "restore",
    description = {
      "Measures exact restores of a generated snapshot, and of those that are given.",
      "Each is archived once and restored a few times on one thread; every file is compared with",
      "the snapshot's. Beside it promtool makes a block of a slice of the same samples, from text.",
      ""
    },
    footer = {
      "",
      "Times are by the clock: reading the archive, making blocks, syncing them to disk, comparing",
      "their SHA-256. The first pass is what a short run sees, while Java still compiles; the best",
      "pass is what a long one settles at. Processor seconds count every thread of the process",
      "('all'), or the one that restores ('work').",
      "promtool's time grows with the span of its input, so it gets two hours at most: what it"
          + " does",
      "best. Its text is made before its clock starts.",
      "",
      "Examples:",
      "  almanac bench restore",
      "  almanac bench restore --head-blocks --passes 5 --json",
    })
final class BenchRestoreCommand extends Verb {

  @Mixin private BenchInputs inputs;

  @Option(
      names = "--promtool-samples",
      paramLabel = "N",
      defaultValue = "1000000",
      description =
          "About how many samples promtool gets, of the first two hours. Default:"
              + " ${DEFAULT-VALUE}.")
  private long promtoolSamples;

  @Override
  ExitCode run(Console console) throws Exception {
    if (promtoolSamples < 1) {
      throw usage("--promtool-samples must be at least 1");
    }
    inputs.check();
    Path promtool = inputs.promtool();
    List<RestoreMeasurement> measured = new ArrayList<>();
    try (WorkFolder work = WorkFolder.create();
        StatusLine status = console.status()) {
      RestoreBench bench =
          new RestoreBench(work, inputs.passes(), promtool, promtoolSamples, status);
      for (Map.Entry<String, Path> snapshot : inputs.snapshots(work, status).entrySet()) {
        measured.add(bench.measure(snapshot.getKey(), snapshot.getValue()));
      }
    }
    RestoreMeasurementView view = new RestoreMeasurementView(measured);
    if (console.json()) {
      console.sayJson(view.json(Machine.describe()));
    } else {
      view.table().print(console.out(), true);
    }
    return ExitCode.DONE;
  }
}
