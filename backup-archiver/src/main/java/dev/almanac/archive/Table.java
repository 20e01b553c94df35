package dev.almanac.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;

/**
 * A file being written. Pages of all columns end at the same rows: a reader that wants some rows
 * finds them in pages of the same number. The file is made when its first row group is full.
 */
abstract class Table implements AutoCloseable {

  private final ArchiveKind kind;
  private final Path path;
  private final PageCompressor compressor;
  private final int pageRows;
  private final int rowGroupRows;
  private Column[] columns = {};
  private HashedFile target;
  private ParquetFileWriter file;
  private int rowsInPage;
  private int rowsInGroup;
  private long rows;
  private long series;
  private long lastSeries;
  private long firstTs = Long.MAX_VALUE;
  private long lastTs = Long.MIN_VALUE;

  Table(ArchiveKind kind, Path path, PageCompressor compressor, int pageRows, int rowGroupRows) {
    this.kind = kind;
    this.path = path;
    this.compressor = compressor;
    this.pageRows = pageRows;
    this.rowGroupRows = rowGroupRows;
  }

  /** Names the columns, in the order of the schema. */
  final void setColumns(Column... inOrder) {
    columns = inOrder;
  }

  /** Called before a page's columns are encoded. */
  void beforePageEnds(int rowsOfPage) {}

  /** How many more rows the page takes. */
  final int room() {
    return Math.min(pageRows - rowsInPage, rowGroupRows - rowsInGroup - rowsInPage);
  }

  final int rowsInPage() {
    return rowsInPage;
  }

  /** Counts rows that are in the columns, at most {@link #room()}, and ends what is full. */
  final void addRows(int count, long seriesId, long from, long to) {
    if (rows == 0 || seriesId != lastSeries) {
      series++;
      lastSeries = seriesId;
    }
    firstTs = Math.min(firstTs, from);
    lastTs = Math.max(lastTs, to);
    rows += count;
    rowsInPage += count;
    if (room() == 0) {
      endPage();
    }
  }

  /** Ends the page and, when it is full, the row group. */
  final void endPage() {
    if (rowsInPage > 0) {
      beforePageEnds(rowsInPage);
      for (Column column : columns) {
        column.endPage(rowsInPage, compressor);
      }
      rowsInGroup += rowsInPage;
      rowsInPage = 0;
      if (rowsInGroup == rowGroupRows || encodedBytes() >= PageLimits.GROUP_BYTES) {
        endGroup();
      }
    }
  }

  private long encodedBytes() {
    long bytes = 0;
    for (Column column : columns) {
      bytes += column.encodedBytes();
    }
    return bytes;
  }

  private void endGroup() {
    try {
      open();
      file.startBlock(rowsInGroup);
      for (Column column : columns) {
        column.endGroup(file, compressor);
      }
      file.endBlock();
      rowsInGroup = 0;
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written", e);
    }
  }

  private void open() throws IOException {
    if (file == null) {
      MessageType schema = ArchiveSchema.of(kind);
      target = new HashedFile(path);
      file = ParquetFiles.begin(target, schema);
    }
  }

  final boolean isEmpty() {
    return rows == 0;
  }

  /** Writes what is left and the footer. */
  final PartFile finish() {
    endPage();
    if (rowsInGroup > 0) {
      endGroup();
    }
    try {
      file.end(ArchiveSchema.metadata(kind));
      StableFooter.sort(path);
      String sha256 = target.digest();
      return new PartFile(kind, path, target.size(), sha256, rows, series, firstTs, lastTs);
    } catch (IOException e) {
      throw new UncheckedIOException(path + " cannot be written", e);
    }
  }

  /** Deletes the file. */
  @Override
  public void close() {
    if (target != null) {
      try {
        target.close();
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new UncheckedIOException(path + " cannot be deleted", e);
      }
    }
  }
}
