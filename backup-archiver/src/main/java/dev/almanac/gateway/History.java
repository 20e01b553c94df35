package dev.almanac.gateway;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.FileMemory;
import dev.almanac.archive.SeriesRow;
import dev.almanac.archive.SeriesRows;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What an archive shows of its series, for those who want to look at them: of each day what the
 * newest backup has. Safe for use by several threads.
 */
public final class History {

  private final Shown shown;

  /**
   * @param store the archive; it stays its owner's to close
   * @param refresh how soon a new backup is to be seen
   */
  public History(BlobStore store, Duration refresh) {
    shown = Shown.of(store, FileMemory.NONE, refresh);
  }

  /**
   * What is known of a series without reading a sample.
   *
   * @param first its earliest timestamp, in milliseconds, of the files that were looked at
   * @param last its latest one
   * @param samples how many float samples those files have of it
   * @param histograms how many native histograms
   */
  public record Known(Labels labels, long first, long last, long samples, long histograms) {

    private Known with(SeriesRow row) {
      return new Known(
          labels,
          Math.min(first, row.firstTs()),
          Math.max(last, row.lastTs()),
          samples + row.samples(),
          histograms + row.histograms());
    }
  }

  /** When the first and the last sample is shown; empty where there is none. */
  public Optional<TimeRange> time() {
    List<ArchivedFile> files =
        shown.files().files().stream().filter(file -> !file.kind().equals("series")).toList();
    return files.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new TimeRange(
                files.stream().mapToLong(ArchivedFile::firstTimestamp).min().getAsLong(),
                files.stream().mapToLong(ArchivedFile::lastTimestamp).max().getAsLong() + 1));
  }

  /**
   * The series that have samples in the days of a time, by the order of the archive. The files that
   * list series are read for it, and no sample.
   *
   * @param most of them
   * @throws TooMuchException where there are more, or an expression takes too long
   */
  public List<Known> find(Selector selector, TimeRange time, int most) {
    Map<Labels, Known> found = new TreeMap<>(Labels.BY_METRIC_NAME);
    for (RawSlice slice : RawSlice.of(List.of(shown), time)) {
      for (ArchiveInput list : slice.lists()) {
        SeriesRows rows = SeriesRows.open(list);
        while (rows.nextIn(selector.range())) {
          SeriesRow row = rows.row();
          if (row.firstTs() < time.until()
              && row.lastTs() >= time.from()
              && Survey.matches(selector, row.labels())) {
            add(row, found);
            check(found.size(), most, selector);
          }
        }
      }
    }
    return new ArrayList<>(found.values());
  }

  private static void add(SeriesRow row, Map<Labels, Known> found) {
    Known known = found.get(row.labels());
    Known next =
        known == null
            ? new Known(row.labels(), row.firstTs(), row.lastTs(), row.samples(), row.histograms())
            : known.with(row);
    found.put(row.labels(), next);
  }

  private static void check(int found, int most, Selector selector) {
    if (found > most) {
      throw new TooMuchException(
          "more than %,d series are meant by %s; ask for fewer".formatted(most, selector));
    }
  }

  /**
   * Reads the float samples of series. All series' samples of some days come before any of later
   * days; those of one series come in order of time.
   *
   * @param which of the series that the selector means
   * @param to is given the labels of a series and its next samples, which it may not keep
   */
  public void read(
      Selector selector, TimeRange time, Predicate<Labels> which, BiConsumer<Labels, FloatRun> to) {
    for (RawSlice slice : RawSlice.of(List.of(shown), time)) {
      try (SeriesCursor series = slice.openValues(selector.range(), which)) {
        while (series.nextSeries()) {
          for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
            to.accept(series.labels(), (FloatRun) run);
          }
        }
      }
    }
  }
}
