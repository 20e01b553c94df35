package dev.almanac.archive;

import dev.almanac.series.Labels;
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
public final class SeriesRows {

  private static final int ID = 0;
  private static final int KEYS = 1;
  private static final int VALUES = 2;
  private static final int FIRST_TS = 3;
  private static final int LAST_TS = 4;
  private static final int SAMPLES = 5;
  private static final int HISTOGRAMS = 6;
  private static final int DIGEST = 7;
  private static final int NAME = 8;

  private final RowReader rows;
  private long next;
  private long current;
  private int inPage;
  private boolean there;
  private final LabelsReader labels;

  /** The current row, once it was asked for, and the one that was before. */
  private SeriesRow row;

  private SeriesRow before;

  /** The metric of the row that was compared last, as it stands in the file and as a string. */
  private byte[] nameBytes;

  private String name;

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
            "digest",
            "name");
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
    before = row == null ? before : row;
    row = null;
    there = next < rows.file().rows();
    if (!there) {
      return false;
    }
    if (rows.moveTo(next)) {
      rows.load();
      labels.startPage(next);
    }
    current = next++;
    inPage = (int) (current - rows.pageStart());
    return true;
  }

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

  /**
   * The current row. Labels of rows that nobody asks for are not made: they are most of the work.
   */
  public SeriesRow row() {
    checkThere();
    if (row == null) {
      row =
          new SeriesRow(
              seriesId(),
              labels.of(current),
              number(FIRST_TS),
              number(LAST_TS),
              samples(),
              histograms(),
              number(DIGEST));
      if (before != null && Labels.BY_METRIC_NAME.compare(before.labels(), row.labels()) >= 0) {
        throw corrupt("a series after " + before.labels(), row.labels().toString());
      }
    }
    return row;
  }

  /**
   * Where the current series lies: below 0 before the range, 0 inside, above 0 after it. As a rule
   * the metric's name tells.
   */
  int sideOf(SeriesRange range) {
    checkThere();
    int beginning = range.from() == null ? 1 : compareName(range.from());
    int end = range.until() == null ? -1 : compareName(range.until());
    if (beginning < 0) {
      return -1;
    }
    if (end > 0) {
      return 1;
    }
    if (beginning == 0 && range.isBefore(row().labels())) {
      return -1;
    }
    return end == 0 && range.isAfter(row().labels()) ? 1 : 0;
  }

  private int compareName(Labels with) {
    byte[] found = rows.column(NAME).strings[inPage];
    if (found != nameBytes) {
      nameBytes = found;
      name = rows.string(NAME, inPage);
    }
    return Labels.compareUtf8(name, with.metricName());
  }

  /** The current row's alone, as all that follow. */
  long seriesId() {
    return number(ID);
  }

  long samples() {
    return count(SAMPLES);
  }

  long histograms() {
    return count(HISTOGRAMS);
  }

  private void checkThere() {
    if (!there) {
      throw new NoSuchElementException("there is no current row");
    }
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
