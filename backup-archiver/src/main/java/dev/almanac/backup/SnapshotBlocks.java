package dev.almanac.backup;

import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.SnapshotDirectory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The blocks of a snapshot, open, in order of their beginning. */
final class SnapshotBlocks implements AutoCloseable {

  private final List<BlockReader> blocks;

  private SnapshotBlocks(List<BlockReader> blocks) {
    this.blocks = blocks;
  }

  static SnapshotBlocks open(Path snapshot) {
    SnapshotBlocks opened = new SnapshotBlocks(new ArrayList<>());
    try {
      for (SnapshotDirectory.Block block : SnapshotDirectory.open(snapshot).blocks()) {
        opened.blocks.add(BlockReader.open(block.path()));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  List<BlockReader> all() {
    return blocks;
  }

  /** What the snapshot shows of these series in this time. */
  MergedSeries cursor(SeriesRange series, TimeRange time) {
    return cursor(series, time, BlockReader::cursor);
  }

  /** The same, through what {@code opener} makes of each block. */
  MergedSeries cursor(SeriesRange series, TimeRange time, Opener opener) {
    return new MergedSeries(
        overlapping(time).stream().map(block -> opener.open(block, series, time)).toList());
  }

  /** How a block is looked into. */
  interface Opener {
    SeriesCursor open(BlockReader block, SeriesRange series, TimeRange time);
  }

  /** The times within {@code time} for which the snapshot shows everything there is. */
  List<TimeRange> coverage(TimeRange time) {
    return overlapping(time).stream()
        .map(block -> block.meta().timeRange().intersect(time))
        .toList();
  }

  List<BlockReader> overlapping(TimeRange time) {
    return blocks.stream().filter(block -> block.meta().timeRange().overlaps(time)).toList();
  }

  @Override
  public void close() {
    blocks.forEach(BlockReader::close);
  }
}
