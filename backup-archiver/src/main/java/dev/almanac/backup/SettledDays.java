package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Days that need no reading: an earlier backup was made of exactly the same blocks there. Blocks
 * are never changed by Prometheus, only replaced, so most days of most nights are settled.
 */
final class SettledDays {

  private SettledDays() {}

  /**
   * Whether the day is settled: the archive shows what an earlier backup made of the same blocks to
   * the byte, and nothing else. Where that was superseded since (the server was restored from an
   * older backup, say), or earlier, larger snapshots left more in the files, only reading tells
   * what this snapshot shows.
   *
   * @param shown the files that hold what the archive shows of the day
   */
  static boolean contain(
      LocalDate day, List<ArchivedBlock> blocks, List<Manifest> earlier, List<ArchivedFile> shown) {
    List<ArchivedBlock> wanted = ofDay(blocks, day);
    List<TimeRange> covered = covered(wanted);
    return shown.stream().allMatch(file -> isCovered(file, covered))
        && earlier.stream()
            .filter(backup -> ofDay(backup.blocks(), day).equals(wanted))
            .anyMatch(backup -> filesOfDay(backup, day).equals(shown));
  }

  private static List<ArchivedFile> filesOfDay(Manifest backup, LocalDate day) {
    return ArchivedParts.ofBlocks(backup.files()).stream()
        .filter(file -> file.day().equals(day))
        .toList();
  }

  private static boolean isCovered(ArchivedFile file, List<TimeRange> covered) {
    return covered.stream()
        .anyMatch(
            range -> range.contains(file.firstTimestamp()) && range.contains(file.lastTimestamp()));
  }

  /** The times of the blocks, those that touch each other joined. */
  private static List<TimeRange> covered(List<ArchivedBlock> blocks) {
    List<TimeRange> joined = new ArrayList<>();
    List<TimeRange> ranges =
        blocks.stream()
            .map(ArchivedBlock::timeRange)
            .sorted(Comparator.comparingLong(TimeRange::from))
            .toList();
    for (TimeRange range : ranges) {
      int last = joined.size() - 1;
      if (last >= 0 && range.from() <= joined.get(last).until()) {
        TimeRange before = joined.get(last);
        joined.set(last, new TimeRange(before.from(), Math.max(before.until(), range.until())));
      } else {
        joined.add(range);
      }
    }
    return joined;
  }

  private static List<ArchivedBlock> ofDay(List<ArchivedBlock> blocks, LocalDate day) {
    TimeRange time = ArchiveLayout.rangeOf(day.toEpochDay());
    return blocks.stream()
        .filter(block -> block.timeRange().overlaps(time))
        .sorted(Comparator.comparing(ArchivedBlock::ulid))
        .toList();
  }
}
