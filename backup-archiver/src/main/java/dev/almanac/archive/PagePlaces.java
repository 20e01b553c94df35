package dev.almanac.archive;

import java.util.List;
import org.apache.parquet.format.OffsetIndex;
import org.apache.parquet.format.PageLocation;

/** Where the pages of a column of a row group lie, as the offset index tells. */
final class PagePlaces {

  private final long[] offsets;
  private final int[] lengths;
  private final long[] firstRows;

  PagePlaces(OffsetIndex index) {
    List<PageLocation> pages = index.getPage_locations();
    offsets = new long[pages.size()];
    lengths = new int[pages.size()];
    firstRows = new long[pages.size()];
    for (int i = 0; i < pages.size(); i++) {
      offsets[i] = pages.get(i).getOffset();
      lengths[i] = pages.get(i).getCompressed_page_size();
      firstRows[i] = pages.get(i).getFirst_row_index();
    }
  }

  /** How many pages there are. */
  int size() {
    return offsets.length;
  }

  long offset(int page) {
    return offsets[page];
  }

  /** Of header and content, in bytes. */
  int length(int page) {
    return lengths[page];
  }

  /** Where a page ends. */
  long end(int page) {
    return offsets[page] + lengths[page];
  }

  /** Counted within the row group. */
  long firstRow(int page) {
    return firstRows[page];
  }
}
