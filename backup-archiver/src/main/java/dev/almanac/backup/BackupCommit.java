package dev.almanac.backup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CommitLock;
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

/**
 * Makes a backup visible: under the archive's lock the staged files are published, and the manifest
 * is written last. Until then the backup does not exist; a crash anywhere leaves the earlier
 * backups whole, and the next commit clears what it finds unlisted.
 */
public final class BackupCommit {

  private static final Duration PATIENCE = Duration.ofMinutes(6);

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
    parts.forEach(part -> staged.addAll(part.files()));
  }

  /**
   * Publishes what the parts hold and lists it.
   *
   * @return the manifest; the one that was there already where the same backup was committed before
   * @throws BackupException where another backup was committed since the plan was made
   */
  public static Manifest commit(ArchivePlan plan, List<StagedPart> parts) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      BackupCommit commit = new BackupCommit(plan, parts, store);
      commit.keepChunks();
      Manifest manifest = commit.commit();
      Archiver.discardLeftovers(store, plan.backupId());
      return manifest;
    }
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
        return existing.get();
      }
      List<Manifest> earlier = catalog.backups();
      requireUnchanged(earlier);
      sweep(earlier);
      lock.check();
      Manifest manifest = manifest();
      byte[] json = ManifestCodec.write(manifest);
      try {
        publish(lock);
        lock.check();
        if (!store.putIfAbsent(Catalog.manifestKey(plan.backupId()), json)) {
          throw new BackupException(
              "backup " + plan.backupId() + " was committed by another process at the same time");
        }
      } catch (RuntimeException e) {
        takeBack(lock, e);
        throw e;
      }
      return manifest;
    }
  }

  /**
   * Removes what was published in vain, while the lock is still held; where that fails, the next
   * commit does it.
   */
  private void takeBack(CommitLock lock, RuntimeException failure) {
    try {
      lock.check();
      sweep(catalog.backups());
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private void requireUnchanged(List<Manifest> earlier) {
    Set<String> ids = new HashSet<>();
    earlier.forEach(manifest -> ids.add(manifest.id()));
    if (!ids.equals(plan.earlierBackups())) {
      throw new BackupException(
          "another backup was committed while "
              + plan.backupId()
              + " was being made; run it again to build on that one");
    }
  }

  /** Removes files that no manifest names: what a commit left that crashed before its manifest. */
  private void sweep(List<Manifest> earlier) {
    Set<String> listed = new HashSet<>();
    earlier.forEach(manifest -> manifest.files().forEach(file -> listed.add(file.key())));
    for (ArchiveKind kind : ArchiveKind.values()) {
      for (BlobInfo blob : store.list(kind.folder() + "/")) {
        if (!listed.contains(blob.key())) {
          store.delete(blob.key());
        }
      }
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

  private Manifest manifest() {
    // Every split of a day names all of the day's files.
    Set<ArchivedFile> needed = new LinkedHashSet<>(plan.settled());
    plan.splits().forEach(split -> needed.addAll(split.archived()));
    plan.kept().values().forEach(needed::addAll);
    staged.forEach(file -> needed.add(file.file()));
    List<ArchivedFile> files = List.copyOf(needed);
    return new Manifest(
        plan.backupId(),
        plan.takenAt(),
        Instant.now(),
        plan.writer(),
        plan.source(),
        plan.blocks(),
        List.of(),
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
