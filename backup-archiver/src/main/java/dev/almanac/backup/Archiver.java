package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.BackupId;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.History;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Holdings;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import java.time.Duration;
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

  /** Prometheus makes blocks of a month at most, and other systems of some weeks. */
  private static final Duration LONGEST_BLOCK = Duration.ofDays(10 * 366);

  private Archiver() {}

  /**
   * Decides what a backup of a snapshot will do. Reads the blocks' indexes, hashes the blocks'
   * files and looks through the catalog; removes what an interrupted run of the same backup left
   * unseen in the store.
   */
  public static ArchivePlan plan(ArchiveRequest request) {
    try (SnapshotBlocks blocks = SnapshotBlocks.open(request.snapshot());
        BlobStore store = BlobStores.open(request.archive())) {
      blocks.refuseSamplesOutsideOfBlocks();
      List<ArchivedBlock> described = BlockDescription.of(blocks);
      Instant takenAt = SnapshotTime.of(request.snapshot(), described);
      String id = BackupId.of(takenAt, BackupDigest.of(described, List.of()));
      Catalog catalog = new Catalog(store);
      List<Manifest> earlier = catalog.backups();
      discardLeftovers(store, id);
      History history = new HistoryLog(store).newest();
      Holdings holdings = new Holdings(earlier, history);
      SeriesCensus census = SeriesCensus.of(blocks, earlier, history);
      ArchivedDays days = new ArchivedDays(store, described, earlier);
      List<ArchivedFile> settled = new ArrayList<>();
      List<ArchiveSplit> splits = new ArrayList<>();
      for (LocalDate day : days(blocks)) {
        List<ArchivedFile> shown = ArchivedParts.ofBlocks(holdings.shown(day));
        List<ArchivedFile> lost = days.lost(shown);
        if (lost.isEmpty() && days.isSettled(day, shown)) {
          settled.addAll(shown);
        } else {
          for (ArchiveSplit split : DaySplits.of(day, blocks, splits.size(), shown)) {
            splits.add(lost.isEmpty() ? split : split.without(lost).rewritten());
          }
        }
      }
      LateSamples.Fetched late =
          request.server() == null || catalog.find(id).isPresent()
              ? LateSamples.Fetched.NOTHING
              : LateSamples.stage(blocks, request.server(), store, id, census.salted());
      return new ArchivePlan(
          id,
          takenAt,
          request.source().with(late.sentences()),
          request.writer(),
          request.snapshot().toAbsolutePath().toString(),
          request.archive(),
          request.encodings(),
          described,
          settled,
          days.kept(),
          days.lostChunks(),
          ids(earlier),
          census.salted(),
          census.series(),
          splits,
          late.files(),
          request.acceptRemovals(),
          List.of());
    }
  }

  /**
   * The backup this plan would make, if the archive has it already. What an interrupted run of it
   * left undone is done.
   */
  public static Optional<Manifest> existing(ArchivePlan plan) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      Optional<Manifest> existing = new Catalog(store).find(plan.backupId());
      if (existing.isPresent()) {
        BackupCommit.finish(plan, store);
      }
      return existing;
    }
  }

  /** Removes what a run of this plan left unseen in the store; what is visible stays. */
  public static void abandon(ArchivePlan plan) {
    try (BlobStore store = BlobStores.open(plan.archive())) {
      discardLeftovers(store, plan);
    }
  }

  /** Discards what runs of a plan prepared, and its own components. */
  static void discardLeftovers(BlobStore store, ArchivePlan plan) {
    discardLeftovers(store, plan.backupId());
    for (StagedComponent component : plan.components()) {
      if (component.pending() != null) {
        store.discard(component.pending());
      }
    }
  }

  /**
   * Discards what runs of this one backup prepared; another that is being made is left alone.
   * Components go by their content, so nobody can tell whose a pending one is: a prune discards it
   * when it is old.
   */
  private static void discardLeftovers(BlobStore store, String backupId) {
    String manifest = Catalog.manifestKey(backupId);
    store.discardPending(key -> key.equals(manifest) || ArchiveLayout.isPartOf(backupId, key));
  }

  private static Set<String> ids(List<Manifest> manifests) {
    Set<String> ids = new LinkedHashSet<>();
    manifests.forEach(manifest -> ids.add(manifest.id()));
    return ids;
  }

  /** The days that the blocks say they touch. */
  private static Set<LocalDate> days(SnapshotBlocks blocks) {
    Set<LocalDate> days = new TreeSet<>();
    for (BlockReader block : blocks.all()) {
      TimeRange range = block.meta().timeRange();
      refuseAbsurd(block.meta().ulid(), range);
      long last = ArchiveLayout.dayOf(range.until() - 1);
      for (long day = ArchiveLayout.dayOf(range.from()); day <= last; day++) {
        days.add(LocalDate.ofEpochDay(day));
      }
    }
    return days;
  }

  private static void refuseAbsurd(String ulid, TimeRange range) {
    if (Duration.between(Instant.ofEpochMilli(range.from()), Instant.ofEpochMilli(range.until()))
            .compareTo(LONGEST_BLOCK)
        > 0) {
      throw new BackupException(
          "block "
              + ulid
              + " says it holds the time from "
              + Instant.ofEpochMilli(range.from())
              + " to "
              + Instant.ofEpochMilli(range.until())
              + ": expected at most "
              + LONGEST_BLOCK.toDays()
              + " days; its meta.json is damaged");
    }
  }
}
