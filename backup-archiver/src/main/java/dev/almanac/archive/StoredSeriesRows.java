package dev.almanac.archive;

import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import java.util.function.UnaryOperator;

/** The rows of a file, read page by page. */
final class StoredSeriesRows extends SeriesRows {

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
  private long samplesBefore;
  private long histogramsBefore;
  private final LabelsReader labels;

  /** The current row, once it was asked for, and the one that was before. */
  private SeriesRow row;

  private SeriesRow before;

  /** The metric of the row that was compared last, as it stands in the file and as a string. */
  private byte[] nameBytes;

  private String name;

  /** A file of kind {@link ArchiveKind#SERIES}. */
  StoredSeriesRows(ArchiveFile file, int readAhead) {
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

  /** Whom the texts of labels are asked of; to be called before the first row. */
  void setTexts(UnaryOperator<String> texts) {
    labels.setTexts(texts);
  }

  @Override
  public long size() {
    return rows.file().rows();
  }

  @Override
  public boolean next() {
    if (there) {
      samplesBefore += samples();
      histogramsBefore += histograms();
    }
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

  /** Labels of rows that nobody asks for are not made: they are most of the work. */
  @Override
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

  /** As a rule the metric's name tells. */
  @Override
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

  @Override
  boolean isThere() {
    return there;
  }

  @Override
  long seriesId() {
    return number(ID);
  }

  @Override
  long samples() {
    return count(SAMPLES);
  }

  @Override
  long histograms() {
    return count(HISTOGRAMS);
  }

  @Override
  long samplesBefore() {
    return samplesBefore;
  }

  @Override
  long histogramsBefore() {
    return histogramsBefore;
  }

  @Override
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

  @Override
  CorruptArchiveException corrupt(String expected, String found) {
    return rows.file().corrupt("row " + current, expected, found, null);
  }
}
