package dev.almanac.tsdb.index;

/** The numbers of the index file that reader and writer share. */
final class IndexFormat {

  static final int MAGIC = 0xBAAAD700;
  static final int HEADER_BYTES = 5;
  static final int TOC_BYTES = 6 * Long.BYTES + Integer.BYTES;

  /** Symbols are referred to by their offset in the file, series by theirs. */
  static final int V1 = 1;

  /**
   * Symbols are referred to by their position in the table, series by a sixteenth of their place.
   */
  static final int V2 = 2;

  /** As version 2; Prometheus reserved the number for an index without label indices. */
  static final int V3 = 3;

  static final int SERIES_ALIGNMENT = 16;
  static final int POSTINGS_ALIGNMENT = 4;

  /** One in so many symbols has its place remembered, as in Prometheus. */
  static final int SYMBOL_STRIDE = 32;

  /** Longer label names or values are refused: Prometheus takes requests of at most 32 MiB. */
  static final int LONGEST_SYMBOL = 1 << 24;

  /** Longer series entries are refused; one of a million chunks has about 12 MB. */
  static final int LONGEST_SERIES_ENTRY = 1 << 25;

  /** Label sets with more text are refused. */
  static final int LONGEST_LABEL_SET = 1 << 25;

  private IndexFormat() {}
}
