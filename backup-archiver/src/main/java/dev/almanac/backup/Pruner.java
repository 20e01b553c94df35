package dev.almanac.backup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.PendingInfo;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CommitLock;
import dev.almanac.catalog.DrillLog;
import dev.almanac.catalog.FileState;
import dev.almanac.catalog.History;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Holdings;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.Retention;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Removes backups that are too old, and the files that nobody needs any more then.
 *
 * <p>First it is recorded which data stays for people though no backup names it, then the manifests
 * go, oldest first, then the files. So at every moment each listed backup has all its files, and
 * what a crash left undone the next prune does, or the next backup. Both work under the archive's
 * {@link CommitLock}; a backup that is on its way meanwhile finds out at its commit whether what it
 * builds on is still there.
 */
public final class Pruner {

  /**
   * What was prepared so long ago and is still not shown belongs to no backup that is being made.
   * Copies of files, which look as old as these, are made under the lock only, and so never while a
   * prune is at work.
   */
  public static final Duration ABANDONED_AFTER = Duration.ofDays(7);

  private static final Duration PATIENCE = Duration.ofMinutes(6);

  private final BlobStore store;
  private final Retention retention;
  private final Duration abandonedAfter;
  private final Clock clock;
  private final Catalog catalog;
  private final HistoryLog histories;

  /**
   * @param store stays its owner's to close
   */
  public Pruner(BlobStore store, Retention retention, Clock clock) {
    this(store, retention, ABANDONED_AFTER, clock);
  }

  /**
   * @param store stays its owner's to close
   * @param abandonedAfter how old it is what runs prepared that were killed and never run again;
   *     longer than any backup takes
   */
  public Pruner(BlobStore store, Retention retention, Duration abandonedAfter, Clock clock) {
    this.store = store;
    this.retention = retention;
    this.abandonedAfter = abandonedAfter;
    this.clock = clock;
    catalog = new Catalog(store);
    histories = new HistoryLog(store);
  }

  /** What {@link #prune} would do now; changes nothing. */
  public PrunePlan plan() {
    Instant now = clock.instant();
    List<Manifest> backups = catalog.backups();
    History before = histories.newest();
    Inventory inventory = Inventory.of(store);
    List<Manifest> kept = retention.kept(backups, inventory::isWhole, now);
    List<Manifest> removed = backups.subList(0, backups.size() - kept.size());
    if (backups.isEmpty()) { // a wrong name, or everything was lost: not the time to remove more
      return new PrunePlan(kept, removed, before, List.of(), abandoned(now));
    }
    History after = history(backups, kept, before, now);
    FileSweep sweep = new FileSweep(store, new Holdings(kept, after));
    List<FileStep> steps = new ArrayList<>(sweep.steps(inventory));
    steps.addAll(sweep.componentSteps(inventory));
    return new PrunePlan(kept, removed, after, steps, abandoned(now));
  }

  /** What runs left that were killed and never run again. */
  private List<PendingInfo> abandoned(Instant now) {
    Instant oldest = now.minus(abandonedAfter);
    return store.pending().stream().filter(p -> p.since().isBefore(oldest)).toList();
  }

  /** What people can read now, of days that no kept backup has to do with and that are young. */
  private History history(
      List<Manifest> backups, List<Manifest> kept, History before, Instant now) {
    int days = retention.historyDays().orElse(before.keepDays());
    History window = new History(now, days, List.of(), Map.of());
    Holdings shown = new Holdings(backups, before);
    Holdings needed = new Holdings(kept, History.NONE);
    List<ArchivedFile> files =
        days == 0
            ? List.of()
            : shown.files().stream()
                .filter(file -> shown.stateOf(file.key()) != FileState.SUPERSEDED)
                .filter(file -> !file.kind().equals(ArchiveKind.CHUNKS.folder())) // no rows in it
                .filter(file -> !needed.mentions(file.day()) && window.covers(file.day(), now))
                .toList();
    Map<Map<String, String>, Long> salted = new HashMap<>();
    if (!files.isEmpty()) {
      salted.putAll(before.salted());
      backups.forEach(backup -> salted.putAll(backup.salted()));
    }
    return new History(now, days, files, salted);
  }

  /**
   * Removes what is too old.
   *
   * @return what was done
   */
  public PrunePlan prune() {
    try (CommitLock lock = CommitLock.take(store, PATIENCE)) {
      PrunePlan plan = plan();
      lock.check();
      histories.append(plan.history());
      for (Manifest backup : plan.removed()) {
        lock.check();
        store.delete(Catalog.manifestKey(backup.id()));
      }
      new FileSweep(store, new Holdings(plan.kept(), plan.history())).perform(plan.steps(), lock);
      for (String outdated : histories.outdated()) {
        lock.check();
        store.delete(outdated);
      }
      removeDrills(plan.kept(), lock);
      for (PendingInfo pending : plan.abandoned()) {
        lock.check();
        store.discard(pending);
      }
      return plan;
    }
  }

  /** What was found of backups that are gone. Where no backup is left, nothing is removed. */
  private void removeDrills(List<Manifest> kept, CommitLock lock) {
    if (kept.isEmpty()) {
      return;
    }
    DrillLog drills = new DrillLog(store);
    for (String outdated :
        drills.outdated(kept.stream().map(Manifest::id).collect(Collectors.toSet()))) {
      lock.check();
      store.delete(outdated);
    }
  }
}
