package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Adds up what a backup holds, from what was read and from what an earlier backup had settled. */
final class BackupTotals {

  private BackupTotals() {}

  static Manifest.Totals of(
      ArchivePlan plan,
      List<StagedPart> parts,
      List<StagedPart.StagedFile> staged,
      List<ArchivedFile> files) {
    List<ArchivedFile> unread = new ArrayList<>(plan.settled());
    plan.late().forEach(late -> unread.add(late.file()));
    return new Manifest.Totals(
        timeRange(unread, parts),
        plan.series(),
        rows(unread, "samples") + sum(parts, StagedPart::samples),
        rows(unread, "histograms") + sum(parts, StagedPart::histograms),
        sum(plan.blocks(), ArchivedBlock::bytes),
        sum(files, ArchivedFile::size),
        sum(parts, StagedPart::newSamples) + LateSamples.samples(plan.late()),
        sum(staged, file -> file.file().size()));
  }

  private static TimeRange timeRange(List<ArchivedFile> settled, List<StagedPart> parts) {
    long first = Long.MAX_VALUE;
    long last = Long.MIN_VALUE;
    for (ArchivedFile file : settled) {
      first = Math.min(first, file.firstTimestamp());
      last = Math.max(last, file.lastTimestamp());
    }
    for (StagedPart part : parts) {
      first = Math.min(first, part.firstTimestamp());
      last = Math.max(last, part.lastTimestamp());
    }
    return first > last ? new TimeRange(0, 0) : new TimeRange(first, last + 1);
  }

  private static long rows(List<ArchivedFile> files, String kind) {
    return files.stream()
        .filter(file -> file.kind().equals(kind))
        .mapToLong(ArchivedFile::rows)
        .sum();
  }

  private static <T> long sum(List<T> all, ToLongFunction<T> number) {
    return all.stream().mapToLong(number).sum();
  }
}
