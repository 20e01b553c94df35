package dev.almanac.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;

/**
 * Some columns of a file, read together page by page. Rows are counted over the whole file; moving
 * ahead skips row groups and pages without reading them.
 */
final class RowReader {

  private final ArchiveFile file;
  private final PageReader[] columns;
  private final long[] groupStarts;
  private int group = -1;
  private int page = -1;
  private long pageStart;
  private int rowsInPage;

  /**
   * @param readAhead how many bytes of a column to fetch at once
   */
  RowReader(ArchiveFile file, ArchiveKind kind, int readAhead, String... paths) {
    this.file = file;
    columns = new PageReader[paths.length];
    for (int i = 0; i < paths.length; i++) {
      ColumnDescriptor column = ArchiveSchema.column(kind, paths[i].split("\\."));
      columns[i] = new PageReader(file, column, readAhead);
    }
    groupStarts = new long[file.rowGroups() + 1];
    for (int i = 0; i < file.rowGroups(); i++) {
      groupStarts[i + 1] = groupStarts[i] + file.rowsOf(i);
    }
  }

  ArchiveFile file() {
    return file;
  }

  /** The column that was named at this place; its arrays hold the current page. */
  PageReader column(int i) {
    return columns[i];
  }

  /** The string in a page of a column. */
  String string(int column, int value) {
    return new String(columns[column].strings[value], UTF_8);
  }

  /** The file's row with which the current page begins. */
  long pageStart() {
    return pageStart;
  }

  int rowsInPage() {
    return rowsInPage;
  }

  /** Finds the page of a row without reading it; true where it is another than before. */
  boolean moveTo(long row) {
    if (page >= 0 && row >= pageStart && row < pageStart + rowsInPage) {
      return false;
    }
    int of = Arrays.binarySearch(groupStarts, row);
    int nextGroup = of >= 0 ? of : -of - 2;
    if (nextGroup != group) {
      group = nextGroup;
      for (PageReader column : columns) {
        column.openGroup(group);
        checkAligned(column);
      }
    }
    int inGroup = (int) (row - groupStarts[group]);
    page = 0;
    while (columns[0].firstRow(page + 1) <= inGroup) {
      page++;
    }
    pageStart = groupStarts[group] + columns[0].firstRow(page);
    rowsInPage = columns[0].firstRow(page + 1) - columns[0].firstRow(page);
    return true;
  }

  /** Which page of its row group the current one is. */
  int page() {
    return page;
  }

  /** Reads the current page of every column; {@link #decodeAllBut} gives what it holds. */
  void open() {
    fetchTogether();
    for (PageReader column : columns) {
      column.open(page);
    }
    file.forgetFetched();
  }

  /**
   * Fetches at once what the columns would fetch one by one, where that lies close together: a
   * request to a bucket takes as long as a megabyte.
   */
  private void fetchTogether() {
    long from = Long.MAX_VALUE;
    long until = 0;
    for (PageReader column : columns) {
      long start = column.fetchStart(page);
      if (start >= 0) {
        from = Math.min(from, start);
        until = Math.max(until, column.fetchEnd(page));
      }
    }
    if (from < until && until - from <= PageReader.READ_AHEAD) {
      file.fetch(from, (int) (until - from));
    }
  }

  /** Decodes the next rows of the current page in every column but one; none is a list. */
  void decodeAllBut(int one, int count) {
    for (int i = 0; i < columns.length; i++) {
      if (i != one) {
        columns[i].decode(count);
      }
    }
  }

  /** Passes over the next rows of the current page in every column; none is a list. */
  void skip(int count) {
    for (PageReader column : columns) {
      column.skip(count);
    }
  }

  /** Passes over the next rows of the current page in every column but one; none is a list. */
  void skipAllBut(int one, int count) {
    for (int i = 0; i < columns.length; i++) {
      if (i != one) {
        columns[i].skip(count);
      }
    }
  }

  /** Reads and decodes the current page of every column. */
  void load() {
    fetchTogether();
    for (PageReader column : columns) {
      column.load(page);
    }
    file.forgetFetched();
  }

  private void checkAligned(PageReader column) {
    boolean aligned = column.pages() == columns[0].pages();
    for (int i = 0; aligned && i < column.pages(); i++) {
      aligned = column.firstRow(i) == columns[0].firstRow(i);
    }
    if (!aligned) {
      throw file.corrupt(
          "offset index", "pages of all columns that begin at the same rows", "others", null);
    }
  }
}
