package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.MetricCount;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Cuts a day of a snapshot into ranges of series of about the same size. Where it cuts depends on
 * the snapshot alone, not on who works on it, so a backup that is run again makes the same files.
 */
final class DaySplits {

  /** Large enough for full row groups, small enough for a few workers to share one day. */
  static final long SAMPLES_PER_SPLIT = 8_000_000;

  /** No encoding of a chunk takes less than a bit for a sample. */
  private static final int MOST_SAMPLES_PER_BYTE = 8;

  /** Of a usual block, chunks alone. */
  private static final double BYTES_PER_SAMPLE = 1.3;

  private DaySplits() {}

  static List<ArchiveSplit> of(
      LocalDate day, SnapshotBlocks blocks, int firstPart, List<ArchivedFile> archived) {
    return of(day, blocks, firstPart, archived, SAMPLES_PER_SPLIT);
  }

  static List<ArchiveSplit> of(
      LocalDate day,
      SnapshotBlocks blocks,
      int firstPart,
      List<ArchivedFile> archived,
      long samplesPerSplit) {
    TimeRange time = ArchiveLayout.rangeOf(day.toEpochDay());
    List<BlockReader> overlapping = blocks.overlapping(time);
    long samples = estimate(overlapping, time);
    long parts = Math.max(1, (samples + samplesPerSplit - 1) / samplesPerSplit);
    List<Labels> cuts = cuts(overlapping, parts);
    List<ArchiveSplit> splits = new ArrayList<>();
    for (int i = 0; i <= cuts.size(); i++) {
      SeriesRange series =
          new SeriesRange(i == 0 ? null : cuts.get(i - 1), i == cuts.size() ? null : cuts.get(i));
      splits.add(
          new ArchiveSplit(
              firstPart + i, day, series, samples / (cuts.size() + 1), archived, List.of(), false));
    }
    return splits;
  }

  /** About how many samples the blocks hold in that time, as if they were spread evenly. */
  private static long estimate(List<BlockReader> blocks, TimeRange time) {
    double samples = 0;
    for (BlockReader block : blocks) {
      TimeRange range = block.meta().timeRange();
      TimeRange shared = range.intersect(time);
      samples +=
          samples(block)
              * ((double) (shared.until() - shared.from()) / (range.until() - range.from()));
    }
    return Math.round(samples);
  }

  /** What the block says it holds, as far as its chunks have room for that. */
  private static double samples(BlockReader block) {
    long stated = block.meta().stats().samples();
    double bytes = block.chunkBytes();
    return stated <= 0
        ? bytes / BYTES_PER_SAMPLE
        : Math.min((double) stated, bytes * MOST_SAMPLES_PER_BYTE);
  }

  /** The label sets at which to cut so that each range holds about as many series. */
  private static List<Labels> cuts(List<BlockReader> blocks, long wanted) {
    SortedMap<String, BlockReader> largest = new TreeMap<>(Labels::compareUtf8);
    SortedMap<String, Long> counts = new TreeMap<>(Labels::compareUtf8);
    for (BlockReader block : blocks) {
      for (MetricCount metric : block.metricNames()) {
        if (metric.series() > counts.getOrDefault(metric.name(), 0L)) {
          counts.put(metric.name(), metric.series());
          largest.put(metric.name(), block);
        }
      }
    }
    long series = counts.values().stream().mapToLong(Long::longValue).sum();
    long parts = Math.min(wanted, series);
    List<Labels> cuts = new ArrayList<>();
    long passed = 0;
    for (Map.Entry<String, Long> metric : counts.entrySet()) {
      while (cuts.size() + 1 < parts) {
        long next = series * (cuts.size() + 1) / parts;
        if (next >= passed + metric.getValue()) {
          break;
        }
        cuts.add(largest.get(metric.getKey()).seriesAt(metric.getKey(), next - passed));
      }
      passed += metric.getValue();
    }
    return cuts.stream().distinct().toList();
  }
}
