package dev.almanac.jobs;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.backup.ExactRestore;
import dev.almanac.backup.RestoredBlocks;
import dev.almanac.backup.SelectedRestore;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.registry.view.ManifestView;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Where restored blocks come from. */
sealed interface BlockSource extends Serializable {

  /** Which times they will have samples in, as far as that is known before. */
  List<TimeRange> expected(Set<String> present);

  /** The blocks among these that need not be restored: they are there. */
  List<String> alreadyThere(Set<String> present);

  /** What cannot be restored because it is damaged. */
  List<String> leftOut();

  /** What is to be restored, in pieces that need nothing of each other. */
  List<RestorePiece> pieces(Set<String> present);

  /** About how many samples that is. */
  long samples(Set<String> present);

  /**
   * Writes the blocks of a piece into a folder.
   *
   * @return which files are not what they were, though every sample is; none for new blocks
   */
  List<String> write(BlobStore store, RestorePiece piece, Path folder, LongConsumer samples);

  /** New blocks with a part of the samples. */
  record Selected(SelectedRestore.Request request) implements BlockSource {

    @Override
    public List<TimeRange> expected(Set<String> present) {
      TimeRange extent = request.extent();
      return extent.isEmpty() ? List.of() : List.of(extent);
    }

    @Override
    public List<String> alreadyThere(Set<String> present) {
      return List.of();
    }

    @Override
    public List<String> leftOut() {
      return List.of();
    }

    @Override
    public List<RestorePiece> pieces(Set<String> present) {
      return request.pieces().stream()
          .map(
              time ->
                  new RestorePiece(
                      "the time from %s to %s"
                          .formatted(
                              ManifestView.time(time.from()), ManifestView.time(time.until())),
                      time))
          .toList();
    }

    /** As if all series of the days were asked for. */
    @Override
    public long samples(Set<String> present) {
      return request.rows().stream()
          .filter(file -> !file.kind().equals(ArchiveKind.SERIES.folder()))
          .mapToLong(ArchivedFile::rows)
          .sum();
    }

    @Override
    public List<String> write(
        BlobStore store, RestorePiece piece, Path folder, LongConsumer samples) {
      SelectedRestore.restore(store, request, piece.time(), folder, samples);
      return List.of();
    }
  }

  /**
   * The snapshot's own blocks.
   *
   * @param backup all that was archived
   * @param whole what of it can be restored
   */
  record Exact(Manifest backup, Manifest whole) implements BlockSource {

    private static final String BLOCK = "block ";

    @Override
    public List<TimeRange> expected(Set<String> present) {
      return missing(present).stream().map(ArchivedBlock::timeRange).toList();
    }

    private List<ArchivedBlock> missing(Set<String> present) {
      return whole.blocks().stream().filter(block -> !present.contains(block.ulid())).toList();
    }

    @Override
    public List<String> alreadyThere(Set<String> present) {
      return whole.blocks().stream().map(ArchivedBlock::ulid).filter(present::contains).toList();
    }

    @Override
    public List<String> leftOut() {
      return backup.blocks().stream()
          .filter(block -> !whole.blocks().contains(block))
          .map(
              block ->
                  "block %s, %s to %s"
                      .formatted(
                          block.ulid(),
                          ManifestView.time(block.timeRange().from()),
                          ManifestView.time(block.timeRange().until())))
          .toList();
    }

    @Override
    public List<RestorePiece> pieces(Set<String> present) {
      return missing(present).stream()
          .map(block -> new RestorePiece(BLOCK + block.ulid(), block.timeRange()))
          .toList();
    }

    @Override
    public long samples(Set<String> present) {
      return missing(present).stream()
          .map(block -> BlockMeta.parse(Path.of(block.ulid()), block.metaJson()))
          .mapToLong(meta -> meta.stats().samples())
          .sum();
    }

    @Override
    public List<String> write(
        BlobStore store, RestorePiece piece, Path folder, LongConsumer samples) {
      ArchivedBlock block =
          whole.blocks().stream()
              .filter(each -> piece.name().equals(BLOCK + each.ulid()))
              .findFirst()
              .orElseThrow();
      return ExactRestore.restore(store, whole, block, folder, samples).differences().stream()
          .map(difference -> RestoredBlocks.describe(block, difference))
          .toList();
    }
  }
}
