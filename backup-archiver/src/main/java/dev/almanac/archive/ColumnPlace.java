package dev.almanac.archive;

import org.apache.parquet.format.ColumnChunk;

/** Where a column of a row group lies in its file. Safe for use by several threads. */
final class ColumnPlace {

  /** Itself, its pages, and what the column index says of them. */
  private static final int OVERHEAD = 256;

  private static final int ABSENT = -1;

  private final long dictionary;
  private final long offsetIndex;
  private final int offsetIndexLength;
  private final long columnIndex;
  private final int columnIndexLength;

  /** Once they were asked for. */
  private volatile PagePlaces pages;

  ColumnPlace(ColumnChunk chunk) {
    dictionary =
        chunk.getMeta_data().isSetDictionary_page_offset()
            ? chunk.getMeta_data().getDictionary_page_offset()
            : ABSENT;
    offsetIndex = chunk.getOffset_index_offset();
    offsetIndexLength = chunk.getOffset_index_length();
    columnIndex = chunk.isSetColumn_index_offset() ? chunk.getColumn_index_offset() : ABSENT;
    columnIndexLength = chunk.getColumn_index_length();
  }

  boolean hasDictionary() {
    return dictionary != ABSENT;
  }

  /** Where the dictionary page begins. */
  long dictionary() {
    return dictionary;
  }

  long offsetIndex() {
    return offsetIndex;
  }

  int offsetIndexLength() {
    return offsetIndexLength;
  }

  boolean hasColumnIndex() {
    return columnIndex != ABSENT;
  }

  long columnIndex() {
    return columnIndex;
  }

  int columnIndexLength() {
    return columnIndexLength;
  }

  PagePlaces pages() {
    return pages;
  }

  void setPages(PagePlaces found) {
    pages = found;
  }

  /** With its pages, of each of which the index takes a few bytes. */
  long weight() {
    return OVERHEAD + 3L * offsetIndexLength;
  }
}
