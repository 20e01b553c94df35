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
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
  private final BlobStore store;
  private final Catalog catalog;

  private BackupCommit(ArchivePlan plan, List<StagedPart> parts, BlobStore store) {
    this.plan = plan;
    this.parts = parts;
    this.store = store;
    catalog = new Catalog(store);
  }

  /**
   * Publishes what the parts hold and lists it.
   *
   * @return the manifest; the one that was there already where the same backup was committed before
   * @throws BackupException where another backup was committed since the plan was made
   */
  public static Manifest commit(ArchivePlan plan, List<StagedPart> parts) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      Manifest manifest = new BackupCommit(plan, parts, store).commit();
      Archiver.discardLeftovers(store, plan.backupId());
      return manifest;
    }
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
      publish();
      publishComponents();
      lock.check();
      if (!store.putIfAbsent(Catalog.manifestKey(plan.backupId()), ManifestCodec.write(manifest))) {
        throw new BackupException(
            "backup " + plan.backupId() + " was committed by another process at the same time");
      }
      return manifest;
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

  private void publish() {
    for (StagedPart part : parts) {
      for (StagedPart.StagedFile staged : part.files()) {
        if (!store.publish(staged.pending())) {
          throw new BackupException(
              store.location()
                  + "/"
                  + staged.file().key()
                  + " appeared while the backup was committed; something else writes into this"
                  + " archive");
        }
      }
    }
  }

  /**
   * Components go by their content, so one that is there already is the very one. One that was
   * there when the plan was made may have been pruned since.
   */
  private void publishComponents() {
    for (StagedComponent staged : plan.components()) {
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
    List<ArchivedFile> files = new ArrayList<>(plan.settled());
    for (ArchiveSplit split : plan.splits()) {
      split.archived().stream().filter(file -> !files.contains(file)).forEach(files::add);
    }
    for (StagedPart part : parts) {
      part.files().forEach(staged -> files.add(staged.file()));
    }
    files.sort(Comparator.comparing(ArchivedFile::key));
    return new Manifest(
        plan.backupId(),
        plan.takenAt(),
        Instant.now(),
        plan.writer(),
        plan.source(),
        plan.blocks(),
        plan.components().stream().map(StagedComponent::component).toList(),
        files,
        salted(),
        BackupTotals.of(plan, parts, files));
  }

  private Map<Map<String, String>, Long> salted() {
    Map<Map<String, String>, Long> salted = new HashMap<>();
    plan.salted().forEach((labels, id) -> salted.put(labels.toMap(), id));
    return salted;
  }
}
