package dev.almanac.archive;

import dev.almanac.series.Labels;
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
public final class SeriesRows {

  private static final int ID = 0;
  private static final int KEYS = 1;
  private static final int VALUES = 2;
  private static final int FIRST_TS = 3;
  private static final int LAST_TS = 4;
  private static final int SAMPLES = 5;
  private static final int HISTOGRAMS = 6;
  private static final int DIGEST = 7;

  private final RowReader rows;
  private long next;
  private long current;
  private int inPage;
  private final LabelsReader labels;
  private SeriesRow row;

  private SeriesRows(ArchiveFile file, int readAhead) {
    rows =
        new RowReader(
            file,
            ArchiveKind.SERIES,
            readAhead,
            "series_id",
            "labels.key_value.key",
            "labels.key_value.value",
            "first_ts",
            "last_ts",
            "samples",
            "histograms",
            "digest");
    labels = new LabelsReader(rows, KEYS, VALUES);
  }

  /**
   * Opens a file of kind {@link ArchiveKind#SERIES}.
   *
   * @throws CorruptArchiveException where it is none
   */
  public static SeriesRows open(ArchiveInput input) {
    return open(input, PageReader.READ_AHEAD);
  }

  static SeriesRows open(ArchiveInput input, int readAhead) {
    return new SeriesRows(ArchiveFile.open(input, ArchiveKind.SERIES), readAhead);
  }

  /** How many rows there are in all. */
  public long size() {
    return rows.file().rows();
  }

  /** Moves to the next row; false at the end. */
  public boolean next() {
    if (next == rows.file().rows()) {
      row = null;
      return false;
    }
    if (rows.moveTo(next)) {
      rows.load();
      labels.startPage();
    }
    current = next++;
    inPage = (int) (current - rows.pageStart());
    SeriesRow before = row;
    row =
        new SeriesRow(
            number(ID),
            labels.next(current),
            number(FIRST_TS),
            number(LAST_TS),
            count(SAMPLES),
            count(HISTOGRAMS),
            number(DIGEST));
    if (before != null && Labels.BY_METRIC_NAME.compare(before.labels(), row.labels()) >= 0) {
      throw corrupt("a series after " + before.labels(), row.labels().toString());
    }
    return true;
  }

  /** The current row. */
  public SeriesRow row() {
    if (row == null) {
      throw new NoSuchElementException("there is no current row");
    }
    return row;
  }

  String file() {
    return rows.file().name();
  }

  private long number(int column) {
    return rows.column(column).numbers[inPage];
  }

  private long count(int column) {
    long count = number(column);
    if (count < 0) {
      throw corrupt("a count", String.valueOf(count));
    }
    return count;
  }

  CorruptArchiveException corrupt(String expected, String found) {
    return rows.file().corrupt("row " + current, expected, found, null);
  }
}
