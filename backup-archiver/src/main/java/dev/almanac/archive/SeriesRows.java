package dev.almanac.archive;

import dev.almanac.series.SeriesRange;
import java.util.NoSuchElementException;

/**
 * The rows of a {@code series} file in the order of the archive, without any sample.
 *
 * <pre>{@code
 * SeriesRows rows = SeriesRows.open(ArchiveInput.of(store, key));
 * while (rows.next()) {
 *   SeriesRow row = rows.row();
 * }
 * }</pre>
 */
public abstract class SeriesRows {

  SeriesRows() {}

  /**
   * Opens a file of kind {@link ArchiveKind#SERIES}. Where the input remembers, and the list is not
   * too long for it, all of it is read at once, and none of it the next time.
   *
   * @throws CorruptArchiveException where it is none
   */
  public static SeriesRows open(ArchiveInput input) {
    return open(input, PageReader.READ_AHEAD);
  }

  static SeriesRows open(ArchiveInput input, int readAhead) {
    SeriesList list = input.memory().find(input, SeriesList.class);
    if (list == null) {
      StoredSeriesRows rows =
          new StoredSeriesRows(ArchiveFile.open(input, ArchiveKind.SERIES), readAhead);
      if (!input.memory().hasRoomFor(SeriesList.weightOf(rows.size()))) {
        return rows;
      }
      list = SeriesList.of(rows);
      input.memory().keep(input, list);
    }
    return new KeptSeriesRows(input.name(), list);
  }

  /** How many rows there are in all. */
  public abstract long size();

  /** Moves to the next row; false at the end. */
  public abstract boolean next();

  /** Moves to the next row whose series is in a range; false where there is none. */
  public boolean nextIn(SeriesRange range) {
    while (next()) {
      int side = sideOf(range);
      if (side >= 0) {
        return side == 0;
      }
    }
    return false;
  }

  /** The current row. */
  public abstract SeriesRow row();

  /** Where the current series lies: below 0 before the range, 0 inside, above 0 after it. */
  abstract int sideOf(SeriesRange range);

  /** Whether there is a current row: neither before the first nor behind the last. */
  abstract boolean isThere();

  /** The current row's alone, as the next two. */
  abstract long seriesId();

  abstract long samples();

  abstract long histograms();

  /** How many float samples the rows before the current one have, or all rows at the end. */
  abstract long samplesBefore();

  /** How many native histograms the rows before the current one have, or all rows at the end. */
  abstract long histogramsBefore();

  abstract String file();

  abstract CorruptArchiveException corrupt(String expected, String found);

  final void checkThere() {
    if (!isThere()) {
      throw new NoSuchElementException("there is no current row");
    }
  }
}
