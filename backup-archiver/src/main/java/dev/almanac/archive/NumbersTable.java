package dev.almanac.archive;

import dev.almanac.series.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file in memory, of numbers about series at times: columns {@code series} (as PromQL
 * writes it), {@code name} (its metric), {@code ts} (UTC, in milliseconds) and a DOUBLE for each
 * measure. For answers, which are small; archives have files of their own. Not safe for use by
 * several threads.
 */
public final class NumbersTable {

  private static final int PAGE_ROWS = 1 << 16;
  private static final int ZSTD_LEVEL = 3;

  private final MessageType schema;
  private final DictionaryColumn<String> series;
  private final DictionaryColumn<String> name;
  private final NumberColumn time;
  private final List<NumberColumn> measures = new ArrayList<>();
  private final PageCompressor compressor = new PageCompressor(ZSTD_LEVEL);
  private Labels labels;
  private String text;
  private int rowsInPage;
  private long rows;

  /**
   * @param names of the measures, in their order
   */
  public NumbersTable(List<String> names) {
    schema = schema(names);
    series = new DictionaryColumn<>(schema.getColumnDescription(path("series")), true);
    name = new DictionaryColumn<>(schema.getColumnDescription(path("name")), true);
    time = number("ts");
    names.forEach(measure -> measures.add(number(measure)));
  }

  private static MessageType schema(List<String> names) {
    Types.GroupBuilder<MessageType> schema =
        Types.buildMessage()
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("series")
            .required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named("name")
            .required(PrimitiveTypeName.INT64)
            .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MILLIS))
            .named("ts");
    for (String measure : names) {
      schema = schema.required(PrimitiveTypeName.DOUBLE).named(measure);
    }
    return schema.named("numbers");
  }

  private static String[] path(String column) {
    return new String[] {column};
  }

  private NumberColumn number(String column) {
    return new NumberColumn(
        schema.getColumnDescription(path(column)), ArchiveSettings.DEFAULT.encodings());
  }

  /**
   * Adds a row.
   *
   * @param milliseconds since 1970
   * @param values of the measures, by their places
   */
  public void add(Labels of, long milliseconds, IntToDoubleFunction values) {
    if (!of.equals(labels)) {
      labels = of;
      text = of.toString();
    }
    series.add(text, 1);
    name.add(of.metricName(), 1);
    time.add(milliseconds);
    for (int i = 0; i < measures.size(); i++) {
      measures.get(i).add(Double.doubleToRawLongBits(values.applyAsDouble(i)));
    }
    rowsInPage++;
    if (rowsInPage == PAGE_ROWS) {
      endPage();
    }
  }

  private List<Column> columns() {
    List<Column> columns = new ArrayList<>(List.of(series, name, time));
    columns.addAll(measures);
    return columns;
  }

  private void endPage() {
    if (rowsInPage > 0) {
      columns().forEach(column -> column.endPage(rowsInPage, compressor));
      rows += rowsInPage;
      rowsInPage = 0;
    }
  }

  /** The whole file. Nothing is added after. */
  public byte[] finish() {
    MemoryFile target = new MemoryFile();
    endPage();
    try {
      ParquetFileWriter file = ParquetFiles.begin(target, schema);
      if (rows > 0) {
        file.startBlock(rows);
        for (Column column : columns()) {
          column.endGroup(file, compressor);
        }
        file.endBlock();
      }
      file.end(Map.of());
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written to", e);
    } finally {
      compressor.close();
    }
    return target.bytes();
  }
}
