package dev.almanac.jobs;

import dev.almanac.backup.ExactRestore;
import dev.almanac.backup.RestoredBlocks;
import dev.almanac.backup.SelectedRestore;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;

/** Where restored blocks come from. */
sealed interface BlockSource {

  /** Which times they will have samples in, as far as that is known before. */
  List<TimeRange> expected(Set<String> present);

  /** The blocks among these that need not be restored: they are there. */
  List<String> alreadyThere(Set<String> present);

  /** What cannot be restored because it is damaged. */
  List<String> leftOut();

  /**
   * Writes blocks into a folder.
   *
   * @return which files are not what they were, though every sample is; none for new blocks
   */
  List<String> write(BlobStore store, Set<String> present, Path folder, LongConsumer samples);

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
    public List<String> write(
        BlobStore store, Set<String> present, Path folder, LongConsumer samples) {
      SelectedRestore.restore(store, request, folder, samples);
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

    @Override
    public List<TimeRange> expected(Set<String> present) {
      return whole.blocks().stream()
          .filter(block -> !present.contains(block.ulid()))
          .map(ArchivedBlock::timeRange)
          .toList();
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
                          BackupView.time(block.timeRange().from()),
                          BackupView.time(block.timeRange().until())))
          .toList();
    }

    @Override
    public List<String> write(
        BlobStore store, Set<String> present, Path folder, LongConsumer samples) {
      List<String> differences = new ArrayList<>();
      for (ArchivedBlock block : whole.blocks()) {
        if (!present.contains(block.ulid())) {
          ExactRestore.restore(store, whole, block, folder, samples)
              .differences()
              .forEach(difference -> differences.add(RestoredBlocks.describe(block, difference)));
        }
      }
      return differences;
    }
  }
}
