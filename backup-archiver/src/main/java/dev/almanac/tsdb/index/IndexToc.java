package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;

/**
 * The table of contents at the end of the index: where each section starts.
 *
 * @param offset where the table itself starts, and so the last section ends
 */
record IndexToc(
    long symbols,
    long series,
    long labelIndices,
    long labelIndicesTable,
    long postings,
    long postingsTable,
    long offset) {

  private static final String[] SECTIONS = {
    "symbols", "series", "label indices", "label indices table", "postings", "postings offset table"
  };

  static IndexToc read(BlockInput input) {
    long offset = input.size() - IndexFormat.TOC_BYTES;
    if (offset < IndexFormat.HEADER_BYTES) {
      throw new CorruptBlockException(
          input.file(),
          0,
          "at least " + (IndexFormat.HEADER_BYTES + IndexFormat.TOC_BYTES) + " bytes",
          input.size() + " bytes");
    }
    ByteReader reader =
        input
            .window(IndexFormat.TOC_BYTES)
            .read(offset, IndexFormat.TOC_BYTES)
            .readChecked(IndexFormat.TOC_BYTES - Integer.BYTES);
    long[] starts = new long[SECTIONS.length];
    for (int i = 0; i < starts.length; i++) {
      long at = reader.offset();
      starts[i] = reader.readLong();
      boolean absent = starts[i] == 0 && SECTIONS[i].startsWith("label indices");
      if (!absent && (starts[i] < IndexFormat.HEADER_BYTES || starts[i] > offset)) {
        throw new CorruptBlockException(
            input.file(),
            at,
            "the " + SECTIONS[i] + " between 5 and " + offset,
            Long.toUnsignedString(starts[i]));
      }
    }
    return new IndexToc(starts[0], starts[1], starts[2], starts[3], starts[4], starts[5], offset);
  }

  /**
   * Where the section that starts at {@code start} ends at the latest: where a later one starts.
   */
  long endOf(long start) {
    long end = offset;
    for (long other :
        new long[] {symbols, series, labelIndices, labelIndicesTable, postings, postingsTable}) {
      if (other > start && other < end) {
        end = other;
      }
    }
    return end;
  }

  /** Where the series end; they start there too where there are none. */
  long seriesEnd() {
    return labelIndices == series || postings == series ? series : endOf(series);
  }

  /** Whether label indices were written: Prometheus 3.7 and later leave them out. */
  boolean hasLabelIndices() {
    return labelIndicesTable != 0 && labelIndicesTable != postingsTable;
  }
}
