package dev.almanac.archive;

/**
 * How a part is written. The reader needs none of it: every file says itself what it is.
 *
 * @param values in which columns values are kept
 * @param encodings what the pages may use
 * @param pageRows rows of {@code samples} per page
 * @param rowGroupRows rows per row group
 * @param compressionLevel of zstd
 */
public record ArchiveSettings(
    ValueForm values,
    PageEncodings encodings,
    int pageRows,
    int rowGroupRows,
    int compressionLevel) {

  /** What the measurements in {@code docs/decisions/0002-value-encoding.md} chose. */
  public static final ArchiveSettings DEFAULT =
      new ArchiveSettings(ValueForm.DECIMAL, PageEncodings.COMPACT, 1 << 18, 1 << 18, 3);

  public ArchiveSettings {
    if (pageRows < 1 || pageRows > PageLimits.ROWS) {
      throw new IllegalArgumentException(
          "rows per page must be 1 to " + PageLimits.ROWS + ", not " + pageRows);
    }
    if (rowGroupRows < pageRows) {
      throw new IllegalArgumentException(
          "a row group of " + rowGroupRows + " rows is smaller than a page of " + pageRows);
    }
    if (compressionLevel < 1 || compressionLevel > 22) {
      throw new IllegalArgumentException("zstd has levels 1 to 22, not " + compressionLevel);
    }
  }

  public ArchiveSettings withValues(ValueForm form) {
    return new ArchiveSettings(form, encodings, pageRows, rowGroupRows, compressionLevel);
  }

  public ArchiveSettings withEncodings(PageEncodings allowed) {
    return new ArchiveSettings(values, allowed, pageRows, rowGroupRows, compressionLevel);
  }

  public ArchiveSettings withRows(int perPage, int perRowGroup) {
    return new ArchiveSettings(values, encodings, perPage, perRowGroup, compressionLevel);
  }
}
