package dev.almanac.jobs;

import dev.almanac.tsdb.SnapshotDirectory;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What a measurement is made of: a generated snapshot, those that are given, and promtool. */
final class BenchInputs {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec verb;

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
      names = "--passes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often to do the work with each snapshot. Default: ${DEFAULT-VALUE}.")
  private int passes;

  @Option(names = "--no-promtool", description = "Do without promtool.")
  private boolean withoutPromtool;

  @Option(
      names = "--keep",
      paramLabel = "DIR",
      description = "Leave the generated snapshot there; the folder must not exist or be empty.")
  private Path keep;

  int passes() {
    return passes;
  }

  /** Refuses what makes no sense, before minutes of measuring. */
  void check() throws IOException {
    if (samples == 0 && from.isEmpty()) {
      throw usage("nothing to measure: --samples is 0 and no --from is given");
    }
    if (series < 1 || samples < 0 || (samples > 0 && samples < series)) {
      throw usage("--series must be at least 1, and --samples at least --series");
    }
    if (passes < 1) {
      throw usage("--passes must be at least 1");
    }
    if (keep != null && Files.exists(keep) && !isEmptyFolder(keep)) {
      throw usage("--keep " + keep + " is there already and not an empty folder");
    }
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

  /** Where promtool is, or null where it is not wanted. */
  Path promtool() {
    Optional<Path> found = withoutPromtool ? Optional.empty() : ServerProcess.onPath("promtool");
    if (found.isEmpty() && !withoutPromtool) {
      throw usage(
          "promtool is not installed (Debian has it in the package prometheus);"
              + " --no-promtool measures without it");
    }
    return found.orElse(null);
  }

  /** The snapshots by the names they are shown with; generates the one that is to be. */
  Map<String, Path> snapshots(WorkFolder work, StatusLine status) throws IOException {
    Map<String, Path> snapshots = new LinkedHashMap<>();
    if (samples > 0) {
      snapshots.put("generated", generate(work, status));
    }
    for (Path snapshot : from) {
      snapshots.put(String.valueOf(snapshot.toAbsolutePath().normalize().getFileName()), snapshot);
    }
    return snapshots;
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

  private ParameterException usage(String message) {
    return new ParameterException(verb.commandLine(), message);
  }
}
