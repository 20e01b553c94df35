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
import java.util.Optional;

/**
 * Days that need no reading: an earlier backup was made of exactly the same blocks there. Blocks
 * are never changed by Prometheus, only replaced, so most days of most nights are settled.
 */
final class SettledDays {

  private SettledDays() {}

  /**
   * The newest earlier backup whose blocks of that day are the same files to the byte, and whose
   * archived files of that day are those that the archive shows, and hold nothing but what those
   * blocks show. Where files were superseded since (the server was restored from an older backup,
   * say), or earlier, larger snapshots left more in them, only reading tells what this one shows.
   */
  static Optional<Manifest> find(
      LocalDate day, List<ArchivedBlock> blocks, List<Manifest> earlier) {
    List<ArchivedFile> live = ArchivedParts.live(earlier, day);
    List<ArchivedBlock> wanted = ofDay(blocks, day);
    List<TimeRange> covered = covered(wanted);
    if (!live.stream().allMatch(file -> isCovered(file, covered))) {
      return Optional.empty();
    }
    List<Manifest> newestFirst = new ArrayList<>(earlier);
    newestFirst.sort(Comparator.comparing(Manifest::id).reversed());
    return newestFirst.stream()
        .filter(manifest -> ofDay(manifest.blocks(), day).equals(wanted))
        .filter(manifest -> ArchivedParts.ofDay(manifest, day).equals(live))
        .findFirst();
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
