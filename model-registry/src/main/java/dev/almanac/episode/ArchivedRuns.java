package dev.almanac.episode;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.ShownFiles;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Reads some series of an archive, a day after the other: in memory are pages of one day's files.
 */
final class ArchivedRuns {

  /** A new backup is seen that soon. */
  private static final Duration FRESH = Duration.ofSeconds(15);

  private final BlobStore store;
  private final ShownFiles files;

  ArchivedRuns(BlobStore store) {
    this.store = store;
    files = new ShownFiles(store, FRESH);
  }

  /** Where the archive ends; nothing is known of it from then on. */
  long end() {
    return files.newest().map(backup -> backup.totals().timeRange().until()).orElse(Long.MIN_VALUE);
  }

  /**
   * Reads the floats of series.
   *
   * @param range holds all that are wanted
   * @param which are wanted
   * @param visitor is handed runs of samples, of each series in order of time
   */
  void read(
      SeriesRange range,
      Predicate<Labels> which,
      TimeRange time,
      BiConsumer<Labels, FloatRun> visitor) {
    SortedMap<LocalDate, List<ArchivedFile>> days = new TreeMap<>();
    for (ArchivedFile file : files.files()) {
      if (ArchiveLayout.rangeOf(file.day().toEpochDay()).overlaps(time)) {
        days.computeIfAbsent(file.day(), day -> new ArrayList<>()).add(file);
      }
    }
    for (List<ArchivedFile> day : days.values()) {
      try (SeriesCursor series = new ArchivedSeries(store, day, time).openValues(range, which)) {
        visit(series, visitor);
      }
    }
  }

  /** Hands on all floats of a cursor. */
  static void visit(SeriesCursor series, BiConsumer<Labels, FloatRun> visitor) {
    while (series.nextSeries()) {
      for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
        if (run instanceof FloatRun floats) {
          visitor.accept(series.labels(), floats);
        }
      }
    }
  }
}
