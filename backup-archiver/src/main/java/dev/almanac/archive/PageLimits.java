package dev.almanac.archive;

/** The most a page of the archive holds: what the writer keeps to and the reader insists on. */
final class PageLimits {

  /** Rows, hence also values of a column that is not a list. */
  static final int ROWS = 1 << 20;

  /** Values of a list column. */
  static final int VALUES = 1 << 24;

  /** Bytes of a column before compression. */
  static final int BYTES = 1 << 27;

  /** Rows of lists and strings per page: they are wide. */
  static final int WIDE_ROWS = 1 << 13;

  /** Buffered values of a list or string column that end a page early. */
  static final int WIDE_VALUES = 1 << 20;

  /** Encoded bytes of all columns that end a row group early. */
  static final int GROUP_BYTES = 1 << 26;

  private PageLimits() {}
}
