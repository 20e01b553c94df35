package dev.almanac.jobs;

import dev.almanac.backup.ArchiveCheck;
import dev.almanac.backup.ComponentRestore;
import dev.almanac.backup.DataFolder;
import dev.almanac.backup.RestoreException;
import dev.almanac.backup.SelectedRestore;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Selector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code almanac restore}: a backup becomes blocks again. */
@Command(
    name = "restore",
    description = {
      "Makes Prometheus blocks of a backup: the snapshot's own files, identical to the byte, or,",
      "with --from, --until or --match, new blocks with a part of its samples.",
      "Blocks are built beside the data and moved in when all are whole.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 restored, 1 restored but for what is damaged (--partial) or would be refused",
      "(--dry-run), 3 refused or failed: nothing was changed.",
      "",
      "Examples:",
      "  almanac restore latest --into /var/lib/prometheus/metrics2",
      "  almanac restore 2026-11-23 --into /tmp/drill",
      "  almanac restore latest --into /tmp/part --from 2026-11-20 --until 2026-11-21 \\",
      "    --match '{job=\"ralph\",__name__=~\"http_.*\"}'"
    })
final class RestoreCommand extends Verb {

  private static final String DATA = "data";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private ArchiveOption archive;

  @Parameters(
      paramLabel = "BACKUP",
      description = "An id, the beginning of one, a date (2026-11-23), or latest.")
  private String wanted;

  @Option(
      names = "--into",
      required = true,
      paramLabel = "DIR",
      description = "Where to: Prometheus's data folder, or an empty one.")
  private Path into;

  @Mixin private TimeOptions time;

  @Option(
      names = "--match",
      paramLabel = "SELECTOR",
      description = "These series only, as PromQL selects them: '{job=\"ralph\"}'.")
  private String match;

  @Option(
      names = "--block-hours",
      paramLabel = "N",
      description =
          "How long new blocks are, a multiple of 2. Default: a tenth of the time, of 2, 6, 18,"
              + " 54.")
  private Integer blockHours;

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      defaultValue = DATA,
      description =
          "data (the default: Prometheus's blocks), dashboards, configuration, models, or one of"
              + " them by its name (dashboards/grafana): these go to DIR/KIND/NAME.")
  private String only;

  @Mixin private ParallelismOption parallelism;

  @Option(
      names = "--decrypt-with",
      paramLabel = "FILE",
      description = "The key that components were encrypted with.")
  private Path keyFile;

  @Option(
      names = "--partial",
      description = "Restore what is whole where a part of the backup is missing or damaged.")
  private boolean partial;

  @Option(
      names = "--allow-overlap",
      description = "Move blocks in beside others of the same time; Prometheus will merge them.")
  private boolean allowOverlap;

  @Option(
      names = "--allow-recent",
      description =
          "Move blocks in that reach into what Prometheus has only in its log; it loses that part"
              + " of its log when it starts.")
  private boolean allowRecent;

  @Option(
      names = "--force",
      description =
          "Replace what is there: it is moved into .almanac-replaced-TIME within DIR, not deleted.")
  private boolean force;

  @Option(names = "--dry-run", description = "Tell what would be done, and do nothing.")
  private boolean dryRun;

  @Override
  ExitCode run(Console console) throws Exception {
    Selector selector = selector();
    boolean selected = time.given() || match != null || blockHours != null;
    try (BlobStore store = BlobStores.open(archive.root());
        StatusLine status = console.status()) {
      Manifest backup = new Catalog(store).resolve(wanted);
      if (!only.equals(DATA)) {
        if (selected) {
          throw usage("--from, --until, --match and --block-hours are for data");
        }
        return restoreComponents(store, backup, console);
      }
      SelectedRestore.Request request =
          new SelectedRestore.Request(
              backup.files(),
              time.range(spec.commandLine()),
              selector,
              blockHours == null ? null : Duration.ofHours(blockHours));
      Workers workers = new Workers(store, archive.root(), parallelism.workers(), status);
      List<ArchiveCheck.Finding> findings =
          VerifyJob.Findings.join(
              workers.carryOut(
                  VerifyJob.ofBytes(
                      workers.archive(), selected ? request.rows() : backup.files(), List.of()),
                  "checking the archive",
                  Human::bytes));
      findings.forEach(finding -> console.note("damaged: " + finding));
      if (!findings.isEmpty() && !partial && !dryRun) {
        throw new RestoreException(
            "backup %s is damaged: %d of its files are not what was archived; nothing was changed."
                    .formatted(backup.id(), findings.size())
                + " Restore another backup ('almanac ls' lists them), or what is whole of this one"
                + " with --partial");
      }
      Manifest whole = ArchiveCheck.whole(backup, findings);
      BlockSource blocks =
          selected
              ? new BlockSource.Selected(request.with(whole.files()))
              : new BlockSource.Exact(backup, whole);
      RestoreRun run =
          new RestoreRun(
              workers,
              blocks,
              into,
              new RestoreRun.Permissions(allowOverlap, allowRecent, force),
              purpose(backup));
      RestoreReport report = dryRun ? run.plan() : run.carryOut();
      report.tell(console, backup, proof(backup), findings);
      tellOfComponents(console, backup);
      return report.refusals().isEmpty() && findings.isEmpty() ? ExitCode.DONE : ExitCode.NO;
    }
  }

  private ExitCode restoreComponents(BlobStore store, Manifest backup, Console console) {
    if (DataFolder.look(into).isLive()) {
      throw new RestoreException(
          into + " is Prometheus's data folder; name another one for " + only + " with --into");
    }
    List<ArchivedComponent> components =
        dryRun
            ? backup.components().stream()
                .filter(c -> c.kind().equals(only) || c.title().equals(only))
                .toList()
            : ComponentRestore.restore(
                store,
                backup,
                only,
                into,
                Optional.ofNullable(keyFile).map(ComponentKey::read),
                force ? ComponentRestore.Existing.REPLACE : ComponentRestore.Existing.REFUSE);
    if (console.json()) {
      console.sayJson(
          Map.of(
              "backup",
              backup.id(),
              "dry_run",
              dryRun,
              "into",
              into.toString(),
              "components",
              components.stream().map(ArchivedComponent::title).toList()));
    } else {
      components.forEach(
          component ->
              console.say(
                  "%s %s: %d files into %s"
                      .formatted(
                          dryRun ? "Would restore" : "Restored",
                          component.title(),
                          component.files(),
                          into.resolve(component.title()))));
    }
    return components.isEmpty() ? ExitCode.NO : ExitCode.DONE;
  }

  private void tellOfComponents(Console console, Manifest backup) {
    if (!console.json() && !backup.components().isEmpty()) {
      console.say(
          "The backup also has "
              + String.join(
                  ", ", backup.components().stream().map(ArchivedComponent::title).toList())
              + ": restore them with --only");
    }
  }

  /** What makes this restore another than one of other words. */
  private String purpose(Manifest backup) {
    return backup.id()
        + (match == null ? "" : " --match '" + match + "'")
        + time.words()
        + (blockHours == null ? "" : " --block-hours " + blockHours)
        + (partial ? " --partial" : "")
        + (force ? " --force" : "");
  }

  /** The command that proves the restore. */
  private String proof(Manifest backup) {
    return "almanac verify "
        + backup.id()
        + " --archive "
        + archive.root()
        + " --blocks "
        + into
        + (match == null ? "" : " --match '" + match + "'")
        + time.words();
  }

  private Selector selector() {
    try {
      return match == null ? Selector.ALL : Selector.parse(match);
    } catch (IllegalArgumentException e) {
      throw usage("--match: " + e.getMessage());
    }
  }
}
