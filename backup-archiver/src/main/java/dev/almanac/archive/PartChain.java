package dev.almanac.archive;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Parts of which each holds series after those of the one before, as workers that share a day write
 * them. Only one of them is open at a time.
 */
final class PartChain implements SeriesCursor {

  private final Iterator<ArchivePart> ahead;
  private final SeriesRange wanted;
  private final TimeRange within;
  private final int readAhead;
  private final boolean chunks;
  private ArchivePart part;
  private PartCursor cursor;
  private Labels labels;

  /** The last series that was there. */
  private Labels last;

  /**
   * @param chunks whether runs are to be chunks, and native histograms to be read at all
   */
  PartChain(
      List<ArchivePart> parts,
      SeriesRange wanted,
      TimeRange within,
      int readAhead,
      boolean chunks) {
    this.ahead = List.copyOf(parts).iterator();
    this.wanted = wanted;
    this.within = within;
    this.readAhead = readAhead;
    this.chunks = chunks;
  }

  @Override
  public boolean nextSeries() {
    labels = null;
    while (cursor == null || !cursor.nextSeries()) {
      if (!ahead.hasNext()) {
        close();
        return false;
      }
      part = ahead.next();
      cursor = new PartCursor(part, wanted, within, readAhead, chunks);
    }
    labels = cursor.labels();
    if (last != null && Labels.BY_METRIC_NAME.compare(last, labels) >= 0) {
      throw new CorruptArchiveException(
          part.series().name(),
          "series",
          "those after " + last + ", which is in the part before",
          labels.toString());
    }
    last = labels;
    return true;
  }

  @Override
  public Labels labels() {
    if (labels == null) {
      throw new NoSuchElementException("there is no current series");
    }
    return labels;
  }

  @Override
  public Run nextRun() {
    return cursor == null ? null : cursor.nextRun();
  }

  @Override
  public void close() {
    cursor = null;
    labels = null;
  }
}
