package dev.almanac.archive;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.ColumnIndex;

/** Finds pages by a column of strings that all rows of a file are sorted by. */
final class SortedPages {

  private SortedPages() {}

  /**
   * The first row of the first page that may hold the string or one after it; the number of all
   * rows where none does. Only indexes are read for it.
   */
  static long firstRow(ArchiveFile file, ColumnDescriptor column, byte[] least) {
    long row = 0;
    for (int group = 0; group < file.rowGroups(); group++) {
      ColumnPlace place = file.place(group, column);
      PagePlaces pages = file.pages(place);
      ColumnIndex index = file.columnIndex(place);
      for (int page = 0; page < pages.size(); page++) {
        if (!isBefore(index, page, least)) {
          return row + inGroup(file, group, pages.firstRow(page));
        }
      }
      row += file.rowsOf(group);
    }
    return row;
  }

  /** Where no index tells, the page may hold anything. */
  private static boolean isBefore(ColumnIndex index, int page, byte[] least) {
    return index != null
        && page < index.getMax_valuesSize()
        && Arrays.compareUnsigned(index.getMax_values().get(page).array(), least) < 0;
  }

  private static long inGroup(ArchiveFile file, int group, long first) {
    if (first < 0 || first >= file.rowsOf(group)) {
      throw file.corrupt(
          "offset index", "a row of the " + file.rowsOf(group) + " of its group", "" + first, null);
    }
    return first;
  }
}
