package dev.almanac.backup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePartWriter;
import dev.almanac.archive.ArchiveSettings;
import dev.almanac.archive.ArchivedChunk;
import dev.almanac.archive.ChunkRows;
import dev.almanac.archive.SeriesIds;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Labels;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.RawChunkCursor;
import dev.almanac.tsdb.chunk.RawChunk;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps the bytes of chunks that rows cannot bring back: of blocks that overlap others in time, of
 * series with deleted samples, and of what the audit found. A series of a block is kept whole or
 * not at all.
 */
final class KeptChunks {

  private final ArchivePlan plan;
  private final BlobStore store;

  KeptChunks(ArchivePlan plan, BlobStore store) {
    this.plan = plan;
    this.store = store;
  }

  /** Which blocks are kept whole: those that share time with another. */
  static Set<String> overlapping(List<ArchivedBlock> blocks) {
    Set<String> overlapping = new HashSet<>();
    for (ArchivedBlock one : blocks) {
      for (ArchivedBlock other : blocks) {
        if (!one.ulid().equals(other.ulid()) && one.timeRange().overlaps(other.timeRange())) {
          overlapping.add(one.ulid());
        }
      }
    }
    return overlapping;
  }

  /** The files in which the newest backup with the very same block keeps chunks of it. */
  static Map<String, List<ArchivedFile>> ofBlocks(
      List<ArchivedBlock> blocks, List<Manifest> earlier) {
    Map<String, List<ArchivedFile>> files = new HashMap<>();
    for (Manifest manifest : earlier) {
      for (ArchivedBlock block : blocks) {
        if (manifest.blocks().contains(block)) {
          files.put(block.ulid(), ofBlock(manifest, block.ulid()));
        }
      }
    }
    return files;
  }

  /** The files of a backup that keep chunks of a block. */
  static List<ArchivedFile> ofBlock(Manifest manifest, String ulid) {
    return manifest.files(ArchiveKind.CHUNKS.folder()).stream()
        .filter(file -> file.key().endsWith("-" + ulid + ".parquet"))
        .toList();
  }

  /**
   * Stages a file for each block of which something must be kept that no earlier backup keeps.
   *
   * @param audited what the audit found
   */
  List<StagedPart.StagedFile> stage(Collection<KeptSeries> audited) {
    if (plan.blocks().isEmpty()) {
      return List.of();
    }
    Set<KeptSeries> wanted = new HashSet<>(audited);
    Set<String> whole = overlapping(plan.blocks());
    try (ScratchFolder scratch = ScratchFolder.create();
        SnapshotBlocks blocks = SnapshotBlocks.open(Path.of(plan.snapshot()))) {
      return blocks.all().stream()
          .flatMap(block -> stage(block, whole, wanted, scratch.path()).stream())
          .toList();
    }
  }

  private Set<Labels> keptBefore(String ulid) {
    Set<Labels> kept = new HashSet<>();
    ArchivedFiles files = new ArchivedFiles(store);
    for (ArchivedFile file : plan.kept().getOrDefault(ulid, List.of())) {
      ChunkRows rows = ChunkRows.open(files.input(file));
      for (ArchivedChunk chunk = rows.next(); chunk != null; chunk = rows.next()) {
        kept.add(chunk.labels());
      }
    }
    return kept;
  }

  private Optional<StagedPart.StagedFile> stage(
      BlockReader block, Set<String> whole, Set<KeptSeries> wanted, Path folder) {
    String ulid = block.meta().ulid();
    SeriesIds ids = new SeriesIds(plan.salted());
    Set<Labels> before = keptBefore(ulid);
    try (ArchivePartWriter writer =
        ArchivePartWriter.create(folder, ulid, ArchiveSettings.DEFAULT)) {
      RawChunkCursor series = block.rawChunks();
      while (series.nextSeries()) {
        boolean needed =
            whole.contains(ulid)
                || series.hasTombstones()
                || wanted.contains(new KeptSeries(ulid, series.labels()));
        if (needed && !before.contains(series.labels())) {
          keep(series, ulid, ids, writer);
        }
      }
      return writer.finish().stream()
          .filter(file -> file.kind() == ArchiveKind.CHUNKS)
          .findFirst()
          .map(
              file -> {
                long day = ArchiveLayout.dayOf(block.meta().minTime());
                return StagedFiles.stage(
                    store,
                    file,
                    LocalDate.ofEpochDay(day),
                    ArchiveLayout.partKey(file.kind(), day, plan.backupId(), ulid));
              });
    }
  }

  private static void keep(
      RawChunkCursor series, String ulid, SeriesIds ids, ArchivePartWriter writer) {
    long id = ids.idOf(series.labels());
    writer.startSeries(id, series.labels());
    for (RawChunk chunk = series.nextChunk(); chunk != null; chunk = series.nextChunk()) {
      int from = chunk.offset();
      writer.appendChunk(
          new ArchivedChunk(
              ulid,
              id,
              series.labels(),
              chunk.ref(),
              series.minTime(),
              series.maxTime(),
              chunk.encodingId(),
              Arrays.copyOfRange(chunk.data(), from, from + chunk.length())));
    }
    writer.endSeries();
  }
}
