package dev.almanac.archive;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;

/**
 * An encoded data page of version 2, waiting for its row group to be complete.
 *
 * @param slots values and nulls
 * @param data compressed unless its length is {@code rawLength}
 * @param statistics null where the column has no order (a NaN among doubles)
 */
@SuppressWarnings("ArrayRecordComponent") // handed from the column to the file, never compared
record Page(
    int rows,
    int slots,
    int nulls,
    byte[] repetitions,
    byte[] definitions,
    Encoding encoding,
    byte[] data,
    int rawLength,
    Statistics<?> statistics,
    SizeStatistics sizes) {

  void writeTo(ParquetFileWriter file) throws IOException {
    file.writeDataPageV2(
        rows,
        nulls,
        slots,
        BytesInput.from(repetitions),
        BytesInput.from(definitions),
        encoding,
        BytesInput.from(data),
        data.length < rawLength,
        rawLength,
        statistics,
        null,
        null,
        sizes);
  }
}
