package dev.almanac.backup;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.CommitLock;
import dev.almanac.catalog.FileState;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Holdings;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.ManifestCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a backup visible: under the archive's lock the staged files are published, and the manifest
 * is written last. Until then the backup does not exist; a crash anywhere leaves the earlier
 * backups whole. Afterwards every file is brought to where it belongs, {@linkplain FileSweep live
 * or superseded}; what a crash leaves undone of that, the next commit does.
 */
public final class BackupCommit {

  private static final Duration PATIENCE = Duration.ofMinutes(6);
  private static final Logger LOG = LoggerFactory.getLogger(BackupCommit.class);

  private final ArchivePlan plan;
  private final List<StagedPart> parts;
  private final List<StagedPart.StagedFile> staged = new ArrayList<>();
  private final BlobStore store;
  private final Catalog catalog;

  private BackupCommit(ArchivePlan plan, List<StagedPart> parts, BlobStore store) {
    this.plan = plan;
    this.parts = parts;
    this.store = store;
    catalog = new Catalog(store);
    staged.addAll(plan.late());
    parts.forEach(part -> staged.addAll(part.files()));
  }

  /**
   * Publishes what the parts hold and lists it.
   *
   * @return the manifest; the one that was there already where the same backup was committed before
   * @throws BackupException where another backup was committed since the plan was made, or a file
   *     that the plan builds on was removed
   */
  public static Manifest commit(ArchivePlan plan, List<StagedPart> parts) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      return commit(plan, parts, store);
    }
  }

  static Manifest commit(ArchivePlan plan, List<StagedPart> parts, BlobStore store) {
    BackupCommit commit = new BackupCommit(plan, parts, store);
    commit.keepChunks();
    Manifest manifest = commit.commit();
    Archiver.discardLeftovers(store, plan);
    commit.discardComponents();
    return manifest;
  }

  /**
   * Does what a run of this plan left undone that was killed when its backup was there already.
   * Takes the lock only where there is something to do.
   */
  static void finish(ArchivePlan plan, BlobStore store) {
    BackupCommit commit = new BackupCommit(plan, List.of(), store);
    FileSweep sweep = new FileSweep(store, commit.holdings(commit.catalog.backups()));
    if (!sweep.steps(Inventory.of(store)).isEmpty()) {
      try (CommitLock lock = CommitLock.take(store, PATIENCE)) {
        commit.settle(lock);
      }
    }
    Archiver.discardLeftovers(store, plan);
    commit.discardComponents();
  }

  /** Nobody needs what is pending of a component that is there: whoever publishes it finds it. */
  private void discardComponents() {
    Set<String> keys = new HashSet<>();
    plan.components().forEach(staged -> keys.add(staged.component().key()));
    store.discardPending(keys::contains);
  }

  /** Before the lock is taken: it reads blocks and moves data. */
  private void keepChunks() {
    Set<KeptSeries> audited = new HashSet<>();
    parts.forEach(part -> audited.addAll(part.kept()));
    staged.addAll(new KeptChunks(plan, store).stage(audited));
  }

  private Manifest commit() {
    try (CommitLock lock = CommitLock.take(store, PATIENCE)) {
      Optional<Manifest> existing = catalog.find(plan.backupId());
      if (existing.isPresent()) {
        settle(lock);
        return existing.get();
      }
      Manifest manifest = manifest();
      byte[] json = ManifestCodec.write(manifest);
      Holdings holdings = requireBase(manifest);
      sweep(lock, holdings);
      try {
        publish(lock);
        publishComponents(lock);
        requireWhole(manifest);
        lock.check();
        if (!store.putIfAbsent(Catalog.manifestKey(plan.backupId()), json)) {
          throw new BackupException(
              "backup " + plan.backupId() + " was committed by another process at the same time");
        }
      } catch (RuntimeException e) {
        takeBack(lock, e);
        throw e;
      }
      settle(lock);
      return manifest;
    }
  }

  /**
   * Removes what was published in vain, while the lock is still held; where that fails, the next
   * commit does it.
   */
  private void takeBack(CommitLock lock, RuntimeException failure) {
    try {
      sweep(lock, holdings(catalog.backups()));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /** Brings files to where they belong now that the backup is there, which nothing undoes. */
  private void settle(CommitLock lock) {
    try {
      sweep(lock, holdings(catalog.backups()));
    } catch (BlobException | CatalogException | BackupException e) {
      LOG.warn(
          "backup {} is whole, but files that it supersedes may still lie among the live ones; the"
              + " next backup or prune moves them",
          plan.backupId(),
          e);
    }
  }

  private void sweep(CommitLock lock, Holdings holdings) {
    FileSweep sweep = new FileSweep(store, holdings);
    sweep.perform(sweep.steps(Inventory.of(store)), lock);
  }

  private Holdings holdings(List<Manifest> backups) {
    return new Holdings(backups, new HistoryLog(store).newest());
  }

  /** Makes sure that what the plan builds on is as it was; a prune may have run in between. */
  private Holdings requireBase(Manifest manifest) {
    List<Manifest> earlier = catalog.backups();
    if (earlier.stream().anyMatch(backup -> !plan.earlierBackups().contains(backup.id()))) {
      throw new BackupException(
          "another backup was committed while "
              + plan.backupId()
              + " was being made; run it again to build on that one");
    }
    Set<String> fresh = new HashSet<>();
    staged.forEach(file -> fresh.add(file.file().key()));
    Holdings holdings = holdings(earlier);
    for (ArchivedFile file : manifest.files()) {
      if (!fresh.contains(file.key()) && holdings.stateOf(file.key()) == FileState.DEBRIS) {
        throw new BackupException(
            "%s was removed with the backups that needed it while %s was being made on top of it; run it again"
                .formatted(file.key(), plan.backupId()));
      }
    }
    return holdings;
  }

  /** No manifest ever names what is not there. */
  private void requireWhole(Manifest manifest) {
    List<String> missing = Inventory.of(store).missing(manifest);
    if (!missing.isEmpty()) {
      throw new BackupException(
          "%s lacks %s%s, which backup %s needs; 'almanac verify' says which earlier backups are damaged"
              .formatted(
                  store.location(),
                  missing.get(0),
                  missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more files",
                  plan.backupId()));
    }
  }

  private void publish(CommitLock lock) {
    for (StagedPart.StagedFile file : staged) {
      lock.check();
      if (!store.publish(file.pending())) {
        throw new BackupException(
            store.location()
                + "/"
                + file.file().key()
                + " appeared while the backup was committed; something else writes into this"
                + " archive");
      }
    }
  }

  /**
   * Components go by their content, so one that is there already is the very one. One that was
   * there when the plan was made may have been pruned since.
   */
  private void publishComponents(CommitLock lock) {
    for (StagedComponent staged : plan.components()) {
      lock.check();
      boolean there =
          staged.pending() == null
              ? store.stat(staged.component().key()).isPresent()
              : store.publish(staged.pending()) || store.stat(staged.component().key()).isPresent();
      if (!there) {
        throw new BackupException(
            "component "
                + staged.component().title()
                + " was removed from "
                + store.location()
                + " while the backup was made; run it again");
      }
    }
  }

  private Manifest manifest() {
    // Every split of a day names all of the day's files; those of a rewritten day are superseded.
    Set<ArchivedFile> needed = new LinkedHashSet<>(plan.settled());
    parts.stream()
        .map(StagedPart::split)
        .filter(split -> !split.rewrite())
        .forEach(split -> needed.addAll(split.archived()));
    plan.kept().values().forEach(needed::addAll);
    staged.forEach(file -> needed.add(file.file()));
    List<ArchivedFile> files = List.copyOf(needed);
    return new Manifest(
        plan.backupId(),
        plan.takenAt(),
        Instant.now(),
        plan.writer(),
        plan.source().with(Repairs.sentences(plan, parts)),
        plan.blocks(),
        plan.components().stream().map(StagedComponent::component).toList(),
        files,
        salted(),
        BackupTotals.of(plan, parts, staged, files));
  }

  private Map<Map<String, String>, Long> salted() {
    Map<Map<String, String>, Long> salted = new HashMap<>();
    plan.salted().forEach((labels, id) -> salted.put(labels.toMap(), id));
    return salted;
  }
}
