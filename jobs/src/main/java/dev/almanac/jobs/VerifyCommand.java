package dev.almanac.jobs;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac verify}: is a backup whole, and are restored blocks what was archived? */
@Command(
    name = "verify",
    description = {
      "Compares every file of a backup with its size and SHA-256, and reads the archive's rollups.",
      "Rollups that are outdated or missing are named; answers come from samples meanwhile.",
      "With --blocks it compares restored blocks with the backup: to the byte, series by series,",
      "and, where a prometheus is on the PATH, by what that shows of them.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all is as archived, 1 it is not: every difference is printed.",
      "",
      "Examples:",
      "  almanac verify --all",
      "  almanac verify latest --deep",
      "  almanac verify latest --blocks /var/lib/prometheus/metrics2",
      "  almanac verify latest --blocks /tmp/part --match '{job=\"ralph\"}'"
    })
final class VerifyCommand extends Verb {

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ArchiveOption archive;

  @Parameters(
      paramLabel = "BACKUP",
      arity = "0..1",
      description = "An id, the beginning of one, a date (2026-11-23), or latest (the default).")
  private String wanted;

  @Option(names = "--all", description = "Every backup of the archive.")
  private boolean all;

  @Option(names = "--deep", description = "Decode every row too, and compare with the digests.")
  private boolean deep;

  @Option(
      names = "--blocks",
      paramLabel = "DIR",
      description = "Compare the blocks in this folder with the backup.")
  private Path blocks;

  @Mixin private TimeOptions time;

  @Mixin private ParallelismOption parallelism;

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      description =
          "With --blocks: compare the samples of these series only, as after a restore with"
              + " --match.")
  private String match;

  @Override
  ExitCode run(Console console) throws Exception {
    if (all && (wanted != null || blocks != null)) {
      throw usage("--all goes with neither BACKUP nor --blocks");
    }
    if (blocks == null && (match != null || time.given())) {
      throw usage("--match, --from and --until go with --blocks");
    }
    try (BlobStore store = BlobStores.open(archive.root());
        StatusLine status = console.status()) {
      List<Map<String, Object>> views = new ArrayList<>();
      boolean same = true;
      Workers workers = new Workers(store, archive.root(), parallelism.workers(), status);
      for (Manifest backup : backups(store)) {
        List<String> differences = archiveDifferences(workers, backup);
        Map<String, Object> view = new LinkedHashMap<>();
        view.put("backup", backup.id());
        view.put("files", backup.files().size() + backup.components().size());
        view.put("differences", differences);
        tellArchive(console, backup, differences);
        same &= differences.isEmpty();
        if (blocks != null) {
          BlockProof proof = prove(workers, backup);
          view.put("block_differences", proof.differences());
          view.put("samples_compared", proof.samples());
          view.put("shown_by_prometheus", proof.shown());
          tellBlocks(console, proof);
          same &= proof.differences().isEmpty();
        }
        views.add(view);
      }
      if (blocks == null) {
        RollupReport rollups = rollups(store, status);
        views.get(views.size() - 1).put("rollup_faults", rollups.faults());
        views.get(views.size() - 1).put("rollups_outdated", rollups.slower());
        tell(console, rollups);
        same &= rollups.faults().isEmpty();
      }
      if (console.json()) {
        console.sayJson(all ? views : views.get(0));
      }
      return same ? ExitCode.DONE : ExitCode.NO;
    }
  }

  private List<Manifest> backups(BlobStore store) {
    Catalog catalog = new Catalog(store);
    if (!all) {
      return List.of(catalog.resolve(wanted == null ? "latest" : wanted));
    }
    List<Manifest> backups = catalog.backups();
    if (backups.isEmpty()) {
      throw new CatalogException("there is no backup in " + store.location());
    }
    return backups;
  }

  private RollupReport rollups(BlobStore store, StatusLine status) throws Exception {
    try (WorkFolder work = WorkFolder.create()) {
      return RollupReport.of(
          store, new RollupRun(parallelism.workers(), work.path(), status), deep);
    }
  }

  private List<String> archiveDifferences(Workers workers, Manifest backup) throws Exception {
    List<ArchiveCheck.Finding> findings =
        new ArrayList<>(
            VerifyJob.Findings.join(
                workers.carryOut(
                    VerifyJob.ofBytes(workers.archive(), backup.files(), backup.components()),
                    "reading " + backup.id(),
                    Human::bytes)));
    if (deep) {
      findings.addAll(
          VerifyJob.Findings.join(
              workers.carryOut(
                  VerifyJob.ofRows(workers.archive(), ArchiveCheck.whole(backup, findings).files()),
                  "decoding samples of " + backup.id(),
                  Human::count)));
    }
    return findings.stream().map(ArchiveCheck.Finding::toString).toList();
  }

  private BlockProof prove(Workers workers, Manifest backup) throws Exception {
    BlockProof proof = new BlockProof(workers, backup, blocks);
    boolean selected = match != null || time.given();
    if (!selected) {
      proof.bytes();
    }
    proof.samples(time.range(spec.commandLine()), selector());
    Optional<Path> prometheus = ScratchPrometheus.executable();
    if (prometheus.isPresent()) {
      try (WorkFolder work = WorkFolder.create(blocks)) {
        proof.shown(prometheus.get(), work.path());
      }
    }
    return proof;
  }

  private Selector selector() {
    try {
      return match == null ? Selector.ALL : Selector.parse(match);
    } catch (IllegalArgumentException e) {
      throw usage("--match: " + e.getMessage());
    }
  }

  private void tellArchive(Console console, Manifest backup, List<String> differences) {
    if (console.json()) {
      return;
    }
    differences.forEach(console::say);
    console.say(
        differences.isEmpty()
            ? "Backup %s is whole: %d files are what was archived"
                .formatted(backup.id(), backup.files().size() + backup.components().size())
            : "Backup %s is damaged: %d problems. 'almanac restore --partial' restores what is whole"
                .formatted(backup.id(), differences.size()));
  }

  /** Nothing where there are no rollups. */
  private static void tell(Console console, RollupReport rollups) {
    if (console.json()) {
      return;
    }
    rollups.faults().forEach(console::say);
    rollups.slower().forEach(console::say);
    if (!rollups.slower().isEmpty()) {
      console.say("Samples answer instead of these; 'almanac rollup' makes them anew");
    }
    if (rollups.days() > 0) {
      console.say(
          rollups.faults().isEmpty()
              ? "The rollups of %d days are whole".formatted(rollups.days())
              : "The rollups of %d days have %d faults"
                  .formatted(rollups.days(), rollups.faults().size()));
    }
  }

  private void tellBlocks(Console console, BlockProof proof) {
    if (console.json()) {
      return;
    }
    proof.differences().forEach(console::say);
    String how = proof.shown() ? "" : " (no prometheus on the PATH to open them with)";
    console.say(
        proof.differences().isEmpty()
            ? "%s is what was archived: %s samples compared%s"
                .formatted(blocks, Human.count(proof.samples()), how)
            : "%s is not what was archived: %d differences%s"
                .formatted(blocks, proof.differences().size(), how));
  }
}
