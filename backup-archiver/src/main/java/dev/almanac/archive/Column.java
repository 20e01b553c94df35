package dev.almanac.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.SizeStatistics;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * A leaf column being written: the values of the current page, and the encoded pages of the current
 * row group.
 */
abstract class Column {

  /** The encoded values of one page, before and after compression. */
  @SuppressWarnings("ArrayRecordComponent")
  record Encoded(Encoding encoding, byte[] data, int rawLength) {}

  private static final byte[] NO_LEVELS = new byte[0];

  private final ColumnDescriptor descriptor;
  private final int maxRepetition;
  private final int maxDefinition;
  private final List<Page> pages = new ArrayList<>();
  private byte[] repetitions = NO_LEVELS;
  private byte[] definitions = NO_LEVELS;
  private int slots;
  private int values;
  private long slotsInGroup;
  private long encodedBytes;

  Column(ColumnDescriptor descriptor) {
    this.descriptor = descriptor;
    maxRepetition = descriptor.getMaxRepetitionLevel();
    maxDefinition = descriptor.getMaxDefinitionLevel();
  }

  /** Encodes and compresses the page's values. */
  abstract Encoded encode(PageCompressor compressor);

  /** The least and greatest value of the page, or null where it has none or no order. */
  abstract byte[][] bounds();

  /** Bytes of strings in the page without their lengths; 0 for other types. */
  long stringBytes() {
    return 0;
  }

  /** Forgets the page's values. */
  abstract void clearValues();

  /** The dictionary of the row group, or null; forgets it. */
  DictionaryPage takeDictionary(PageCompressor compressor) {
    return null;
  }

  final PrimitiveType type() {
    return descriptor.getPrimitiveType();
  }

  final int maxDefinition() {
    return maxDefinition;
  }

  /** Values in the page, without nulls. */
  final int values() {
    return values;
  }

  /** Counts {@code count} values (not nulls) of a column that is neither list nor nullable. */
  final void count(int count) {
    values += count;
    slots += count;
  }

  /**
   * Places the next value, null or empty list; a value only where {@code definition} is the
   * column's highest, and then the caller adds it.
   */
  final void place(int repetition, int definition) {
    if (maxDefinition > 0) {
      definitions = roomFor(definitions, slots + 1);
      definitions[slots] = (byte) definition;
    }
    if (maxRepetition > 0) {
      repetitions = roomFor(repetitions, slots + 1);
      repetitions[slots] = (byte) repetition;
    }
    slots++;
    if (definition == maxDefinition) {
      values++;
    }
  }

  /** Places one row of a column that is not a list. */
  final void place(boolean present) {
    place(0, present ? maxDefinition : maxDefinition - 1);
  }

  /** Places that many rows of a column that is not a list: all of them values, or all nulls. */
  final void placeAll(boolean present, int rows) {
    if (maxDefinition > 0) {
      definitions = roomFor(definitions, slots + rows);
      int definition = present ? maxDefinition : maxDefinition - 1;
      Arrays.fill(definitions, slots, slots + rows, (byte) definition);
    }
    slots += rows;
    if (present) {
      values += rows;
    }
  }

  final void endPage(int rows, PageCompressor compressor) {
    Encoded encoded = values == 0 ? new Encoded(Encoding.PLAIN, NO_LEVELS, 0) : encode(compressor);
    encodedBytes += encoded.data().length;
    pages.add(
        new Page(
            rows,
            slots,
            slots - values,
            Levels.encode(repetitions, slots, maxRepetition),
            Levels.encode(definitions, slots, maxDefinition),
            encoded.encoding(),
            encoded.data(),
            encoded.rawLength(),
            statistics(),
            new SizeStatistics(
                type(),
                stringBytes(),
                Levels.histogram(repetitions, slots, maxRepetition, 1),
                Levels.histogram(definitions, slots, maxDefinition, 2))));
    slotsInGroup += slots;
    slots = 0;
    values = 0;
    clearValues();
  }

  /** How much of the row group is held in memory. */
  final long encodedBytes() {
    return encodedBytes;
  }

  final void endGroup(ParquetFileWriter file, PageCompressor compressor) throws IOException {
    file.startColumn(descriptor, slotsInGroup, CompressionCodecName.ZSTD);
    DictionaryPage dictionary = takeDictionary(compressor);
    if (dictionary != null) {
      file.writeDictionaryPage(dictionary);
    }
    for (Page page : pages) {
      page.writeTo(file);
    }
    file.endColumn();
    pages.clear();
    slotsInGroup = 0;
    encodedBytes = 0;
  }

  private Statistics<?> statistics() {
    byte[][] bounds = values == 0 ? null : bounds();
    if (values > 0 && bounds == null) {
      return null;
    }
    Statistics.Builder statistics =
        Statistics.getBuilderForReading(type()).withNumNulls((long) slots - values);
    if (bounds != null) {
      statistics.withMin(bounds[0]).withMax(bounds[1]);
    }
    return statistics.build();
  }

  static byte[] roomFor(byte[] array, int length) {
    return array.length >= length
        ? array
        : Arrays.copyOf(array, Math.max(length, array.length + (array.length >> 1) + 1024));
  }

  static boolean isDouble(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.DOUBLE;
  }
}
