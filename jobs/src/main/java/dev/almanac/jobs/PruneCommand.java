package dev.almanac.jobs;

import dev.almanac.backup.FileStep;
import dev.almanac.backup.PrunePlan;
import dev.almanac.backup.Pruner;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.PendingInfo;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.Retention;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code almanac prune}: backups that are too old go, and what only they needed. */
@Command(
    name = "prune",
    description = {
      "Removes backups that are too old, and the files that no other backup needs.",
      "The newest whole backup always stays.",
      ""
    },
    footer = {
      "",
      "DAYS is a number of days or weeks: 30d, 8w. History is data that people can still query",
      "when no backup needs it any more; it stays for as long as was last asked for, until",
      "--keep-history 0d.",
      "",
      "What a backup prepared that was killed and never run again goes after 7 days, or the DAYS"
          + " of",
      "--keep-pending. No backup may take longer than that.",
      "",
      "Examples:",
      "  almanac prune --dry-run",
      "  almanac prune --keep 30d --keep-last 7 --keep-history 400d"
    })
final class PruneCommand extends Verb {

  @Mixin private ArchiveOption archive;

  @Option(
      names = "--keep",
      paramLabel = "DAYS",
      converter = Days.class,
      description = "Keep the backups of the last DAYS. Default: 30d.")
  private Integer keep = Retention.DEFAULT.keepDays();

  @Option(
      names = "--keep-last",
      paramLabel = "N",
      description = "Keep at least N backups, however old. Default: 1.")
  private int keepLast = Retention.DEFAULT.keepLast();

  @Option(
      names = "--keep-history",
      paramLabel = "DAYS",
      converter = Days.class,
      description = "Keep the data of the last DAYS, though no backup needs it.")
  private Integer keepHistory;

  @Option(
      names = "--keep-pending",
      paramLabel = "DAYS",
      converter = Days.class,
      description = "Discard what killed backups prepared more than DAYS ago. Default: 7d.")
  private int keepPending = (int) Pruner.ABANDONED_AFTER.toDays();

  @Option(names = "--dry-run", description = "Only say what would be removed.")
  private boolean dryRun;

  @Override
  ExitCode run(Console console) {
    if (keepLast < 1) {
      throw usage("--keep-last must be at least 1: the newest backup always stays");
    }
    if (keepPending < 1) {
      throw usage("--keep-pending must be at least 1d: a backup may be at work");
    }
    Retention retention =
        new Retention(
            keep,
            keepLast,
            keepHistory == null ? OptionalInt.empty() : OptionalInt.of(keepHistory));
    PrunePlan plan;
    try (BlobStore store = BlobStores.open(archive.root())) {
      Pruner pruner = new Pruner(store, retention, Duration.ofDays(keepPending), Clock.systemUTC());
      plan = dryRun ? pruner.plan() : pruner.prune();
    }
    if (console.json()) {
      console.sayJson(view(plan));
    } else {
      tell(console, plan);
    }
    return ExitCode.DONE;
  }

  private Map<String, Object> view(PrunePlan plan) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("archive", archive.root());
    view.put("dry_run", dryRun);
    view.put("kept_backups", ids(plan.kept()));
    view.put("removed_backups", ids(plan.removed()));
    view.put("removed_bytes", plan.removedBytes());
    view.put("removed_files", plan.removedFiles().stream().map(PruneCommand::view).toList());
    view.put("moved_files", plan.movedFiles().stream().map(PruneCommand::view).toList());
    view.put("discarded_pending", plan.abandoned().stream().map(PruneCommand::view).toList());
    view.put("history_days", plan.history().keepDays());
    view.put("history_files", plan.history().files().stream().map(ArchivedFile::key).toList());
    return view;
  }

  private static Map<String, Object> view(FileStep step) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", step.key());
    step.destination().ifPresent(destination -> view.put("destination", destination));
    view.put("bytes", step.size());
    return view;
  }

  private static Map<String, Object> view(PendingInfo pending) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("key", pending.key());
    view.put("since", pending.since().toString());
    return view;
  }

  private static List<String> ids(List<Manifest> backups) {
    return backups.stream().map(Manifest::id).toList();
  }

  private void tell(Console console, PrunePlan plan) {
    if (dryRun) {
      plan.removed().forEach(backup -> console.say("would remove backup " + backup.id()));
      plan.removedFiles()
          .forEach(
              step ->
                  console.say(
                      "would remove " + step.key() + " (" + Human.bytes(step.size()) + ")"));
      plan.movedFiles()
          .forEach(
              step -> console.say("would move " + step.key() + " to " + step.destination().get()));
      plan.abandoned()
          .forEach(
              pending ->
                  console.say(
                      "would discard "
                          + pending.key()
                          + ", which was prepared on "
                          + pending.since()
                          + " and never shown"));
    }
    console.say(
        "%s %s and %s of %s; %s in %s"
            .formatted(
                dryRun ? "Would remove" : "Removed",
                counted(plan.removed().size(), "backup"),
                counted(plan.removedFiles().size(), "file"),
                Human.bytes(plan.removedBytes()),
                counted(plan.kept().size(), "backup")
                    + (dryRun ? " would stay" : plan.kept().size() == 1 ? " stays" : " stay"),
                archive.root()));
    if (!plan.abandoned().isEmpty()) {
      console.say(
          "%s %s of killed backups"
              .formatted(
                  dryRun ? "Would discard" : "Discarded",
                  counted(plan.abandoned().size(), "pending file")));
    }
    if (!plan.history().files().isEmpty()) {
      console.say(
          "History of the last %d days: %s that no backup needs"
              .formatted(
                  plan.history().keepDays(), counted(plan.history().files().size(), "file")));
    }
  }

  private static String counted(int count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }
}
