package dev.almanac.gateway;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.backup.ArchivedSeries;
import dev.almanac.backup.MergedSeries;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.ShownFiles;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Some days of all archives, read side by side. Slices follow each other in time and share none of
 * it, so that each may be read after the other.
 */
final class Slice {

  /**
   * How many files are open at once. Of each a page of every column is in memory, five megabytes
   * where a page of 2^18 rows does not shrink at all.
   */
  static final int MAX_OPEN = 16;

  private final List<ArchivedSeries> archives;

  private Slice(List<ArchivedSeries> archives) {
    this.archives = archives;
  }

  /** The slices that hold what is shown of a time, in order. */
  static List<Slice> of(List<ShownFiles> archives, TimeRange time) {
    List<List<ArchivedFile>> files = archives.stream().map(ShownFiles::files).toList();
    TreeMap<LocalDate, Integer> open = new TreeMap<>();
    for (List<ArchivedFile> shown : files) {
      for (LocalDate day : shown.stream().map(ArchivedFile::day).distinct().toList()) {
        if (ArchiveLayout.rangeOf(day.toEpochDay()).overlaps(time)) {
          open.merge(day, ArchivedSeries.chains(ofDays(shown, Set.of(day))), Integer::sum);
        }
      }
    }
    List<Slice> slices = new ArrayList<>();
    List<LocalDate> days = new ArrayList<>();
    int sum = 0;
    for (LocalDate day : open.keySet()) {
      if (!days.isEmpty() && sum + open.get(day) > MAX_OPEN) {
        slices.add(of(archives, files, Set.copyOf(days), time));
        days.clear();
        sum = 0;
      }
      days.add(day);
      sum += open.get(day);
    }
    if (!days.isEmpty()) {
      slices.add(of(archives, files, Set.copyOf(days), time));
    }
    return slices;
  }

  private static Slice of(
      List<ShownFiles> archives,
      List<List<ArchivedFile>> files,
      Set<LocalDate> days,
      TimeRange time) {
    List<ArchivedSeries> series = new ArrayList<>();
    for (int i = 0; i < archives.size(); i++) {
      series.add(new ArchivedSeries(archives.get(i).store(), ofDays(files.get(i), days), time));
    }
    return new Slice(series);
  }

  private static List<ArchivedFile> ofDays(List<ArchivedFile> files, Set<LocalDate> days) {
    return files.stream().filter(file -> days.contains(file.day())).toList();
  }

  List<ArchivePart> parts() {
    return archives.stream().flatMap(archive -> archive.parts().stream()).toList();
  }

  /**
   * The series that are wanted. Of samples that several archives hold of one series and instant the
   * first archive's is taken.
   */
  SeriesCursor open(Survey survey) {
    List<SeriesCursor> cursors =
        archives.stream().map(archive -> archive.open(survey.range(), survey::asksFor)).toList();
    return merged(cursors);
  }

  /** The times and values of series, without native histograms; otherwise as {@link #open}. */
  SeriesCursor openValues(SeriesRange range, Predicate<Labels> which) {
    return merged(archives.stream().map(archive -> archive.openValues(range, which)).toList());
  }

  private static SeriesCursor merged(List<SeriesCursor> cursors) {
    return cursors.size() == 1 ? cursors.get(0) : new MergedSeries(cursors);
  }
}
