package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.BackupId;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Plans backups. A plan is made once, its pieces are worked on by any number of {@link
 * PartArchiver}s, and {@link BackupCommit} makes the result visible.
 */
public final class Archiver {

  private Archiver() {}

  /**
   * Decides what a backup of a snapshot will do. Reads the blocks' indexes, hashes the blocks'
   * files and looks through the catalog; removes what an interrupted run of the same backup left
   * unseen in the store.
   */
  public static ArchivePlan plan(ArchiveRequest request) {
    try (SnapshotBlocks blocks = SnapshotBlocks.open(request.snapshot());
        BlobStore store = BlobStores.open(request.archive())) {
      List<ArchivedBlock> described = BlockDescription.of(blocks);
      Instant takenAt = SnapshotTime.of(request.snapshot(), described);
      String id = BackupId.of(takenAt, BackupDigest.of(described, List.of()));
      Catalog catalog = new Catalog(store);
      List<Manifest> earlier = catalog.backups();
      discardLeftovers(store, id);
      SeriesCensus census = SeriesCensus.of(blocks, earlier);
      List<ArchivedFile> settled = new ArrayList<>();
      List<ArchiveSplit> splits = new ArrayList<>();
      for (LocalDate day : days(blocks)) {
        Optional<Manifest> same = SettledDays.find(day, described, earlier);
        if (same.isPresent()) {
          settled.addAll(ArchivedParts.ofDay(List.of(same.get()), day));
        } else {
          splits.addAll(
              DaySplits.of(day, blocks, splits.size(), ArchivedParts.ofDay(earlier, day)));
        }
      }
      return new ArchivePlan(
          id,
          takenAt,
          request.source(),
          request.writer(),
          request.snapshot().toAbsolutePath().toString(),
          request.archive(),
          described,
          settled,
          ids(earlier),
          census.salted(),
          census.series(),
          splits,
          List.of());
    }
  }

  /** The backup this plan would make, if the archive has it already. */
  public static Optional<Manifest> existing(ArchivePlan plan) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      return new Catalog(store).find(plan.backupId());
    }
  }

  /** Removes what a run of this plan left unseen in the store; what is visible stays. */
  public static void abandon(ArchivePlan plan) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      discardLeftovers(store, plan.backupId());
    }
  }

  static void discardLeftovers(BlobStore store, String backupId) {
    store.discardPending("samples/");
    store.discardPending(Components.FOLDER);
  }

  private static Set<String> ids(List<Manifest> manifests) {
    Set<String> ids = new LinkedHashSet<>();
    manifests.forEach(manifest -> ids.add(manifest.id()));
    return ids;
  }

  private static Set<LocalDate> days(SnapshotBlocks blocks) {
    Set<LocalDate> days = new TreeSet<>();
    for (BlockReader block : blocks.all()) {
      TimeRange range = block.meta().timeRange();
      long last = ArchiveLayout.dayOf(range.until() - 1);
      for (long day = ArchiveLayout.dayOf(range.from()); day <= last; day++) {
        days.add(LocalDate.ofEpochDay(day));
      }
    }
    return days;
  }
}
