package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a new backup can build on: what is archived of each day, and is there. */
final class ArchivedDays {

  private final LostFiles lostFiles;
  private final Inventory inventory;
  private final List<ArchivedBlock> blocks;
  private final List<Manifest> earlier;
  private final Map<String, List<ArchivedFile>> kept = new HashMap<>();
  private final List<ArchivedFile> lostChunks = new ArrayList<>();
  private final List<TimeRange> lostBlocks = new ArrayList<>();

  /**
   * @param blocks of the snapshot
   * @param earlier the backups there are, oldest first
   */
  ArchivedDays(BlobStore store, List<ArchivedBlock> blocks, List<Manifest> earlier) {
    lostFiles = new LostFiles(store);
    inventory = Inventory.of(store);
    this.blocks = blocks;
    this.earlier = earlier;
    Map<String, List<ArchivedFile>> all = KeptChunks.ofBlocks(blocks, earlier);
    blocks.forEach(block -> keep(block, all.getOrDefault(block.ulid(), List.of())));
  }

  /** They are few, and each backup reads them: so they are looked at whole. */
  private void keep(ArchivedBlock block, List<ArchivedFile> files) {
    List<ArchivedFile> lost = lostFiles.damaged(files);
    kept.put(block.ulid(), files.stream().filter(file -> !lost.contains(file)).toList());
    if (!lost.isEmpty()) {
      lostChunks.addAll(lost);
      lostBlocks.add(block.timeRange());
    }
  }

  /** Those of the files that are gone, as far as a listing tells. */
  List<ArchivedFile> lost(List<ArchivedFile> files) {
    return lostFiles.missing(files, inventory);
  }

  /**
   * Whether nothing of a day has to be read, on either side. Where kept chunks of a block are lost,
   * reading tells which they were.
   *
   * @param shown the files that hold what the archive shows of the day
   */
  boolean isSettled(LocalDate day, List<ArchivedFile> shown) {
    TimeRange time = ArchiveLayout.rangeOf(day.toEpochDay());
    return lostBlocks.stream().noneMatch(block -> block.overlaps(time))
        && SettledDays.contain(day, blocks, earlier, shown);
  }

  /** The files in which earlier backups keep chunks of these blocks, by ULID, without lost ones. */
  Map<String, List<ArchivedFile>> kept() {
    return kept;
  }

  /** Such files that are gone or damaged. */
  List<ArchivedFile> lostChunks() {
    return lostChunks;
  }
}
