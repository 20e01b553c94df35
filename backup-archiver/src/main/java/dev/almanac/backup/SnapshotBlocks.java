package dev.almanac.backup;

import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.SnapshotDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
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
      for (SnapshotDirectory.Block block : directory(snapshot).blocks()) {
        opened.blocks.add(BlockReader.open(block.path()));
      }
      return opened;
    } catch (RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static SnapshotDirectory directory(Path snapshot) {
    try {
      return SnapshotDirectory.open(snapshot);
    } catch (IllegalArgumentException e) {
      throw new BackupException(e.getMessage(), e);
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

  /** The times within {@code time} of which the snapshot knows nothing, in order. */
  List<TimeRange> uncovered(TimeRange time) {
    return gaps(coverage(time), time);
  }

  /** What ranges within {@code time} leave of it, in order. */
  static List<TimeRange> gaps(List<TimeRange> ranges, TimeRange time) {
    List<TimeRange> gaps = new ArrayList<>();
    long known = time.from();
    List<TimeRange> covered = new ArrayList<>(ranges);
    covered.sort(Comparator.comparingLong(TimeRange::from));
    for (TimeRange range : covered) {
      if (known < range.from()) {
        gaps.add(new TimeRange(known, range.from()));
      }
      known = Math.max(known, range.until());
    }
    if (known < time.until()) {
      gaps.add(new TimeRange(known, time.until()));
    }
    return gaps;
  }

  /**
   * Makes sure that no block has chunks outside the time it says it holds: backups are planned by
   * that, and what lies outside would be left behind without a word.
   */
  void refuseSamplesOutsideOfBlocks() {
    for (BlockReader block : blocks) {
      TimeRange said = block.meta().timeRange();
      refuseAny(block, new TimeRange(Long.MIN_VALUE, said.from()));
      refuseAny(block, new TimeRange(said.until(), Long.MAX_VALUE));
    }
  }

  private static void refuseAny(BlockReader block, TimeRange outside) {
    try (SeriesCursor cursor = block.cursor(SeriesRange.ALL, outside)) {
      if (cursor.nextSeries()) {
        throw new BackupException(
            "block "
                + block.meta().ulid()
                + " holds samples of "
                + cursor.labels()
                + " outside the time from "
                + Instant.ofEpochMilli(block.meta().minTime())
                + " to "
                + Instant.ofEpochMilli(block.meta().maxTime())
                + " that its meta.json names; mend minTime and maxTime there");
      }
    }
  }

  List<BlockReader> overlapping(TimeRange time) {
    return blocks.stream().filter(block -> block.meta().timeRange().overlaps(time)).toList();
  }

  @Override
  public void close() {
    blocks.forEach(BlockReader::close);
  }
}
