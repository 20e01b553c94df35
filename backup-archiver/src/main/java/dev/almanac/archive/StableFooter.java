package dev.almanac.archive;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.PageEncodingStats;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts in order what parquet-java lists in the order of identity hashes: the encodings of each
 * column chunk. Without it the same rows would make other bytes in every JVM, and a backup that is
 * run again would not be the same backup.
 */
final class StableFooter {

  /** The footer's length and the magic number behind it. */
  private static final int TAIL = 8;

  private StableFooter() {}

  /** Sorts the lists of a finished file's footer in place; their order changes no length. */
  static void sort(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(file.length() - TAIL);
      int length = Integer.reverseBytes(file.readInt());
      long start = file.length() - TAIL - length;
      byte[] footer = new byte[length];
      file.seek(start);
      file.readFully(footer);
      FileMetaData metadata = Util.readFileMetaData(new ByteArrayInputStream(footer));
      for (RowGroup group : metadata.getRow_groups()) {
        for (ColumnChunk column : group.getColumns()) {
          sort(column.getMeta_data());
        }
      }
      ByteArrayOutputStream sorted = new ByteArrayOutputStream(length);
      Util.writeFileMetaData(metadata, sorted);
      if (sorted.size() != length) {
        throw new IOException(
            "the footer of " + path + " has " + length + " bytes, sorted " + sorted.size());
      }
      file.seek(start);
      file.write(sorted.toByteArray());
    }
  }

  private static void sort(ColumnMetaData column) {
    column.getEncodings().sort(null);
    if (column.isSetEncoding_stats()) {
      column
          .getEncoding_stats()
          .sort(
              Comparator.comparing(PageEncodingStats::getPage_type)
                  .thenComparing(PageEncodingStats::getEncoding));
    }
  }
}
