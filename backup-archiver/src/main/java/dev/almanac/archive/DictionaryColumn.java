package dev.almanac.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Values that stay the same for many rows: a dictionary per row group, and runs of indices into it.
 *
 * @param <T> Long, Integer or String, as the column's type asks
 */
final class DictionaryColumn<T> extends Column {

  /** Runs shorter than this on average are left to the encoder that also packs bits. */
  private static final int SHORT_RUN = 8;

  private final boolean recurring;
  private final List<byte[]> entries = new ArrayList<>();
  private final Map<T, Integer> indices = new HashMap<>();
  private T current;
  private int currentIndex = -1;
  private int[] runIndices = new int[64];
  private int[] runLengths = new int[64];
  private int runs;

  /**
   * @param recurring whether a value may return after another; where it cannot, nothing is looked
   *     up
   */
  DictionaryColumn(ColumnDescriptor descriptor, boolean recurring) {
    super(descriptor);
    this.recurring = recurring;
  }

  /** Adds the value for this many rows of a column that is neither list nor nullable. */
  void add(T value, int rows) {
    if (rows > 0) {
      count(rows);
      set(value, rows);
    }
  }

  /** Adds values that were placed. */
  void set(T value, int times) {
    int index = indexOf(value);
    if (runs > 0 && runIndices[runs - 1] == index) {
      runLengths[runs - 1] += times;
      return;
    }
    if (runs == runIndices.length) {
      runIndices = Arrays.copyOf(runIndices, runs * 2);
      runLengths = Arrays.copyOf(runLengths, runs * 2);
    }
    runIndices[runs] = index;
    runLengths[runs++] = times;
  }

  private int indexOf(T value) {
    if (currentIndex >= 0 && value.equals(current)) {
      return currentIndex;
    }
    Integer known = recurring ? indices.get(value) : null;
    if (known == null) {
      known = entries.size();
      entries.add(bytes(value));
      if (recurring) {
        indices.put(value, known);
      }
    }
    current = value;
    currentIndex = known;
    return known;
  }

  @Override
  Encoded encode(PageCompressor compressor) {
    int bitWidth = BytesUtils.getWidthFromMaxInt(entries.size() - 1);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bitWidth);
    try {
      if (values() / runs < SHORT_RUN) {
        packed(out, bitWidth);
      } else {
        runs(out, bitWidth);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] raw = out.toByteArray();
    return new Encoded(Encoding.RLE_DICTIONARY, compressor.compress(raw, raw.length), raw.length);
  }

  private void packed(ByteArrayOutputStream out, int bitWidth) throws IOException {
    RunLengthBitPackingHybridEncoder encoder = Levels.encoder(bitWidth, values());
    for (int run = 0; run < runs; run++) {
      for (int i = 0; i < runLengths[run]; i++) {
        encoder.writeInt(runIndices[run]);
      }
    }
    encoder.toBytes().writeAllTo(out);
    encoder.close();
  }

  private void runs(ByteArrayOutputStream out, int bitWidth) throws IOException {
    for (int run = 0; run < runs; run++) {
      BytesUtils.writeUnsignedVarInt(runLengths[run] << 1, out);
      BytesUtils.writeIntLittleEndianPaddedOnBitWidth(out, runIndices[run], bitWidth);
    }
  }

  @Override
  byte[][] bounds() {
    byte[] min = entries.get(runIndices[0]);
    byte[] max = min;
    for (int run = 1; run < runs; run++) {
      byte[] entry = entries.get(runIndices[run]);
      if (compare(entry, min) < 0) {
        min = entry;
      } else if (compare(entry, max) > 0) {
        max = entry;
      }
    }
    return new byte[][] {min, max};
  }

  private int compare(byte[] a, byte[] b) {
    return switch (type().getPrimitiveTypeName()) {
      case INT64 -> Long.compare(little(a).getLong(), little(b).getLong());
      case INT32 -> Integer.compare(little(a).getInt(), little(b).getInt());
      default -> Arrays.compareUnsigned(a, b);
    };
  }

  private byte[] bytes(T value) {
    return switch (type().getPrimitiveTypeName()) {
      case INT64 -> little(new byte[Long.BYTES]).putLong((Long) value).array();
      case INT32 -> little(new byte[Integer.BYTES]).putInt((Integer) value).array();
      default -> ((String) value).getBytes(StandardCharsets.UTF_8);
    };
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private boolean isString() {
    return type().getPrimitiveTypeName() == PrimitiveType.PrimitiveTypeName.BINARY;
  }

  @Override
  long stringBytes() {
    long bytes = 0;
    for (int run = 0; isString() && run < runs; run++) {
      bytes += (long) entries.get(runIndices[run]).length * runLengths[run];
    }
    return bytes;
  }

  @Override
  void clearValues() {
    runs = 0;
  }

  @Override
  DictionaryPage takeDictionary(PageCompressor compressor) {
    if (entries.isEmpty()) {
      return null;
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    for (byte[] entry : entries) {
      if (isString()) {
        plain.writeBytes(little(new byte[Integer.BYTES]).putInt(entry.length).array());
      }
      plain.writeBytes(entry);
    }
    DictionaryPage page =
        new DictionaryPage(
            BytesInput.from(compressor.frame(plain.toByteArray())),
            plain.size(),
            entries.size(),
            Encoding.PLAIN);
    entries.clear();
    indices.clear();
    currentIndex = -1;
    return page;
  }
}
