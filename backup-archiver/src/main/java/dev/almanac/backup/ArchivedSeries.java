package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.archive.FileMemory;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** The series that archived files hold of some time. Of series not asked for no sample is read. */
public final class ArchivedSeries implements SeriesComparison.Side {

  private final List<List<ArchivePart>> parts;
  private final TimeRange time;

  /**
   * Opens the files of rows among these that have samples of that time.
   *
   * @param files of one day or several
   */
  public ArchivedSeries(BlobStore store, List<ArchivedFile> files, TimeRange time) {
    this(store, FileMemory.NONE, files, time);
  }

  /**
   * The same.
   *
   * @param memory keeps what is made of the files
   */
  public ArchivedSeries(
      BlobStore store, FileMemory memory, List<ArchivedFile> files, TimeRange time) {
    this.time = time;
    parts =
        ArchivedParts.chains(
            store,
            memory,
            ArchivedParts.ofRows(files).stream()
                .filter(file -> ArchiveLayout.rangeOf(file.day().toEpochDay()).overlaps(time))
                .toList());
  }

  /**
   * How many files are going to be read from side by side where these are: a page of each column is
   * in memory of each.
   */
  public static int chains(List<ArchivedFile> files) {
    return ArchivedParts.chainsOf(ArchivedParts.ofRows(files));
  }

  /** The parts, each to be read alone. */
  public List<ArchivePart> parts() {
    return parts.stream().flatMap(List::stream).toList();
  }

  @Override
  public SeriesCursor open(Selector selector) {
    return open(selector, labels -> true);
  }

  /** Parts one by one: backups may hold samples of a series that lie between each other's. */
  SeriesCursor open(Selector selector, Predicate<Labels> which) {
    return open(selector.range(), labels -> which.test(labels) && selector.matches(labels));
  }

  /**
   * The series with all that is known of them.
   *
   * @param range holds all series that are wanted
   * @param which are wanted; of others no sample is read
   */
  public SeriesCursor open(SeriesRange range, Predicate<Labels> which) {
    return merged(ArchiveReader.openAll(parts, range, time), which);
  }

  /** The same; the files are opened, and their first series found, side by side. */
  public SeriesCursor openAhead(SeriesRange range, Predicate<Labels> which) {
    return MergedSeries.ahead(
        ArchiveReader.openAll(parts, range, time).stream()
            .<Supplier<SeriesCursor>>map(series -> () -> new FilteredSeries(series, which))
            .toList());
  }

  /**
   * The times and values of series, without their chunks and without native histograms (see {@link
   * ArchiveReader#openValues}).
   *
   * @param range holds all series that are wanted
   * @param which are wanted; of others no sample is read
   */
  public SeriesCursor openValues(SeriesRange range, Predicate<Labels> which) {
    return merged(ArchiveReader.openValues(parts, range, time), which);
  }

  private static SeriesCursor merged(List<SeriesCursor> cursors, Predicate<Labels> wanted) {
    return new MergedSeries(
        cursors.stream().map(series -> new FilteredSeries(series, wanted)).toList());
  }
}
