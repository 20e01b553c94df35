package dev.almanac.gateway;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.SeriesRow;
import dev.almanac.backup.ArchivedSeries;
import dev.almanac.backup.MergedSeries;
import dev.almanac.backup.SideBySide;
import dev.almanac.catalog.ArchivedFile;
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

/** Samples of some days of all archives. */
final class RawSlice implements Slice {

  /**
   * How many files are open at once. Of each a page of every column is in memory, five megabytes
   * where a page of 2^18 rows does not shrink at all.
   */
  static final int MAX_OPEN = SideBySide.MAX_FILES;

  private final List<ArchivedSeries> archives;
  private final TimeRange time;

  private RawSlice(List<ArchivedSeries> archives, TimeRange time) {
    this.archives = archives;
    this.time = time;
  }

  /** The slices that hold what is shown of a time, in order. */
  static List<RawSlice> of(List<Shown> archives, TimeRange time) {
    List<List<ArchivedFile>> files = archives.stream().map(shown -> shown.files().files()).toList();
    TreeMap<LocalDate, Integer> open = new TreeMap<>();
    for (List<ArchivedFile> ofArchive : files) {
      for (LocalDate day : ofArchive.stream().map(ArchivedFile::day).distinct().toList()) {
        if (ArchiveLayout.rangeOf(day.toEpochDay()).overlaps(time)) {
          open.merge(day, ArchivedSeries.chains(ofDays(ofArchive, Set.of(day))), Integer::sum);
        }
      }
    }
    List<RawSlice> slices = new ArrayList<>();
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

  private static RawSlice of(
      List<Shown> archives, List<List<ArchivedFile>> files, Set<LocalDate> days, TimeRange time) {
    List<ArchivedSeries> series = new ArrayList<>();
    for (int i = 0; i < archives.size(); i++) {
      Shown shown = archives.get(i);
      series.add(
          new ArchivedSeries(
              shown.files().store(), shown.memory(), ofDays(files.get(i), days), time));
    }
    return new RawSlice(series, time);
  }

  private static List<ArchivedFile> ofDays(List<ArchivedFile> files, Set<LocalDate> days) {
    return files.stream().filter(file -> days.contains(file.day())).toList();
  }

  @Override
  public List<ArchiveInput> lists() {
    return archives.stream()
        .flatMap(archive -> archive.parts().stream())
        .map(ArchivePart::series)
        .toList();
  }

  /** A series of which a part is wanted counts for that share of its time. */
  @Override
  public double samplesOf(SeriesRow row) {
    long from = Math.max(row.firstTs(), time.from());
    long last = Math.min(row.lastTs(), time.until() - 1);
    return from > last
        ? 0
        : (last - from + 1.0)
            / (row.lastTs() - row.firstTs() + 1.0)
            * (row.samples() + row.histograms());
  }

  @Override
  public SeriesCursor open(Survey survey) {
    List<SeriesCursor> cursors =
        archives.stream()
            .map(archive -> archive.openAhead(survey.range(), survey::asksFor))
            .toList();
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
