package dev.almanac.archive;

import java.io.IOException;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.schema.MessageType;

/** Begins Parquet files. */
final class ParquetFiles {

  private static final int NO_PADDING = 0;

  private ParquetFiles() {}

  /** A new file, with checksums of its pages, to which row groups can be written. */
  static ParquetFileWriter begin(OutputFile target, MessageType schema) throws IOException {
    ParquetFileWriter file =
        new ParquetFileWriter(
            target,
            schema,
            ParquetFileWriter.Mode.CREATE,
            Long.MAX_VALUE,
            NO_PADDING,
            ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
            ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
            true);
    file.start();
    return file;
  }
}
