package dev.almanac.archive;

import dev.almanac.series.Labels;

/** The rows of a {@code chunks} file: chunks that are kept as their original bytes. */
public final class ChunkRows {

  private static final int BLOCK = 0;
  private static final int ID = 1;
  private static final int KEYS = 2;
  private static final int VALUES = 3;
  private static final int REF = 4;
  private static final int MIN_TS = 5;
  private static final int MAX_TS = 6;
  private static final int ENCODING = 7;
  private static final int DATA = 8;

  private final RowReader rows;
  private final LabelsReader labels;
  private long next;

  private ChunkRows(ArchiveFile file) {

    rows =
        new RowReader(
            file,
            ArchiveKind.CHUNKS,
            PageReader.READ_AHEAD,
            "block",
            "series_id",
            "labels.key_value.key",
            "labels.key_value.value",
            "chunk_ref",
            "min_ts",
            "max_ts",
            "encoding",
            "data");
    labels = new LabelsReader(rows, KEYS, VALUES);
  }

  /**
   * Opens a file of kind {@link ArchiveKind#CHUNKS}.
   *
   * @throws CorruptArchiveException where it is none
   */
  public static ChunkRows open(ArchiveInput input) {
    return new ChunkRows(ArchiveFile.open(input, ArchiveKind.CHUNKS));
  }

  /** The next chunk, or null at the end. */
  public ArchivedChunk next() {
    if (next == rows.file().rows()) {
      return null;
    }
    if (rows.moveTo(next)) {
      rows.load();
      labels.startPage(next);
    }
    Labels set = labels.of(next);
    int row = (int) (next++ - rows.pageStart());
    return new ArchivedChunk(
        rows.string(BLOCK, row),
        rows.column(ID).numbers[row],
        set,
        rows.column(REF).numbers[row],
        rows.column(MIN_TS).numbers[row],
        rows.column(MAX_TS).numbers[row],
        (int) rows.column(ENCODING).numbers[row],
        rows.column(DATA).strings[row]);
  }
}
