package dev.almanac.archive;

import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.List;

/** Reads parts of the archive back into the series they were written from. */
public final class ArchiveReader {

  /** What is fetched ahead of all that is read side by side, and the least of it for one column. */
  private static final int READ_AHEAD_OF_ALL = 1 << 24;

  private static final int LEAST_READ_AHEAD = 1 << 14;

  /** Columns of a part that are large enough to matter. */
  private static final int LARGE_COLUMNS = 8;

  private ArchiveReader() {}

  /**
   * The series of a part. A run is a chunk as Prometheus cut it, or what the part holds of it: of a
   * chunk that spans midnight the second part's run does not start a chunk.
   *
   * @throws CorruptArchiveException here or by the call that meets the fault
   */
  public static SeriesCursor open(ArchivePart part, SeriesRange wanted, TimeRange within) {
    return new PartChain(List.of(part), wanted, within, PageReader.READ_AHEAD, true);
  }

  /**
   * Chains of parts that are going to be read side by side, each as one cursor. In a chain every
   * part holds series after those of the one before; only one of them is open at a time. Many
   * chains take smaller bites, so that together they take little more memory than a few.
   */
  public static List<SeriesCursor> openAll(
      List<List<ArchivePart>> chains, SeriesRange wanted, TimeRange within) {
    return openAll(chains, wanted, within, true);
  }

  /**
   * The same series with their times and values alone: no column that tells of chunks is read, a
   * run is as long as it can be, and native histograms are passed over, so that a series may have
   * no run. Which series a part holds is known before any of its samples is read; of those that the
   * caller moves past, none is.
   */
  public static List<SeriesCursor> openValues(
      List<List<ArchivePart>> chains, SeriesRange wanted, TimeRange within) {
    return openAll(chains, wanted, within, false);
  }

  private static List<SeriesCursor> openAll(
      List<List<ArchivePart>> chains, SeriesRange wanted, TimeRange within, boolean chunks) {
    int columns = Math.max(1, chains.size() * LARGE_COLUMNS);
    int readAhead =
        Math.min(PageReader.READ_AHEAD, Math.max(LEAST_READ_AHEAD, READ_AHEAD_OF_ALL / columns));
    return chains.stream()
        .<SeriesCursor>map(chain -> new PartChain(chain, wanted, within, readAhead, chunks))
        .toList();
  }
}
