package dev.almanac.archive;

/** How many rows of rollups stand together; readers take any. */
public enum RollupGroups {

  /** What is written: a row group is a page of few hundred series, to be found by its metrics. */
  SMALL(1 << 13, 1 << 13),

  /** What was written at first. */
  LARGE(1 << 16, 1 << 18);

  private final int pageRows;
  private final int groupRows;

  RollupGroups(int pageRows, int groupRows) {
    this.pageRows = pageRows;
    this.groupRows = groupRows;
  }

  int pageRows() {
    return pageRows;
  }

  int groupRows() {
    return groupRows;
  }

  /**
   * How a file was written. One that both would write the same is said to be small.
   *
   * @throws CorruptArchiveException where it is no file of rollups
   */
  public static RollupGroups of(ArchiveInput input) {
    ArchiveFile file = ArchiveFile.open(input, ArchiveKind.ROLLUPS);
    return file.rowGroups() > 0 && file.rowsOf(0) > SMALL.groupRows ? LARGE : SMALL;
  }
}
