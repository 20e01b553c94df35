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
   * archived files of that day hold nothing but what those blocks show. Where earlier, larger
   * snapshots left more in them, only reading tells how much of it this snapshot shows.
   */
  static Optional<Manifest> find(
      LocalDate day, List<ArchivedBlock> blocks, List<Manifest> earlier) {
    List<ArchivedBlock> wanted = ofDay(blocks, day);
    List<TimeRange> covered = covered(wanted);
    List<Manifest> newestFirst = new ArrayList<>(earlier);
    newestFirst.sort(Comparator.comparing(Manifest::id).reversed());
    return newestFirst.stream()
        .filter(manifest -> ofDay(manifest.blocks(), day).equals(wanted))
        .filter(
            manifest ->
                ArchivedParts.ofDay(List.of(manifest), day).stream()
                    .allMatch(file -> isCovered(file, covered)))
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
