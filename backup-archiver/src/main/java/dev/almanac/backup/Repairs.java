package dev.almanac.backup;

import static java.util.stream.Collectors.joining;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a backup says of archived files that it could not build on: of which days it has archived
 * everything anew, and what no longer exists anywhere.
 */
final class Repairs {

  private final ArchivePlan plan;
  private final Map<LocalDate, Set<String>> lost = new TreeMap<>();
  private final Map<LocalDate, Set<ArchivedFile>> unreadable = new TreeMap<>();

  private Repairs(ArchivePlan plan) {
    this.plan = plan;
  }

  /** In sentences, for the manifest's losses; none where every file was there. */
  static List<String> sentences(ArchivePlan plan, List<StagedPart> parts) {
    Repairs repairs = new Repairs(plan);
    parts.forEach(part -> repairs.add(part.split()));
    List<String> sentences = new ArrayList<>();
    repairs.lost.forEach((day, keys) -> sentences.add(repairs.sentence(day, keys)));
    for (ArchivedFile file : plan.lostChunks()) {
      sentences.add(file.key() + " is missing or damaged; the chunks that it kept were kept anew");
    }
    return sentences;
  }

  private void add(ArchiveSplit split) {
    for (ArchivedFile file : split.lost()) {
      lost.computeIfAbsent(split.day(), day -> new TreeSet<>()).add(file.key());
    }
    List<ArchivedFile> readable = split.readable();
    for (ArchivedFile file : split.archived()) {
      if (!readable.contains(file)) {
        unreadable.computeIfAbsent(split.day(), day -> new HashSet<>()).add(file);
      }
    }
  }

  private String sentence(LocalDate day, Set<String> keys) {
    String what =
        "%s was archived anew: %s missing or damaged ('almanac verify' tells which earlier backups need %s)"
            .formatted(day, named(keys), keys.size() == 1 ? "it" : "them");
    List<TimeRange> gone = gone(day);
    return gone.isEmpty()
        ? what
        : what
            + "; the snapshot does not go back to all that was there, and lost is what "
            + gone.stream().map(Repairs::text).collect(joining(" and what "));
  }

  private static String named(Collection<String> keys) {
    String first = keys.iterator().next();
    return switch (keys.size()) {
      case 1 -> first + " is";
      case 2 -> first + " and one more file are";
      default -> first + " and " + (keys.size() - 1) + " more files are";
    };
  }

  private static String text(TimeRange time) {
    return "was archived of %s to %s"
        .formatted(Instant.ofEpochMilli(time.from()), Instant.ofEpochMilli(time.until() - 1));
  }

  /** The times of which files that cannot be read held samples, and the snapshot holds none. */
  private List<TimeRange> gone(LocalDate day) {
    List<TimeRange> gone = new ArrayList<>();
    for (TimeRange gap : uncovered(ArchiveLayout.rangeOf(day.toEpochDay()))) {
      long first = Long.MAX_VALUE;
      long last = Long.MIN_VALUE;
      for (ArchivedFile file : unreadable.get(day)) {
        if (file.firstTimestamp() < gap.until() && file.lastTimestamp() >= gap.from()) {
          first = Math.min(first, Math.max(gap.from(), file.firstTimestamp()));
          last = Math.max(last, Math.min(gap.until() - 1, file.lastTimestamp()));
        }
      }
      if (first <= last) {
        gone.add(new TimeRange(first, last + 1));
      }
    }
    return gone;
  }

  private List<TimeRange> uncovered(TimeRange time) {
    return SnapshotBlocks.gaps(
        plan.blocks().stream()
            .map(ArchivedBlock::timeRange)
            .filter(range -> range.overlaps(time))
            .map(range -> range.intersect(time))
            .toList(),
        time);
  }
}
