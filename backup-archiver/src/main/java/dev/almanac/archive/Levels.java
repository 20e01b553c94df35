package dev.almanac.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * Repetition and definition levels, and dictionary indices, in Parquet's RLE/bit-packing hybrid.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/data-pages/encodings/">Parquet
 *     encodings</a>
 */
final class Levels {

  private static final byte[] NONE = new byte[0];

  private Levels() {}

  static byte[] encode(byte[] levels, int count, int max) {
    if (max == 0 || count == 0) {
      return NONE;
    }
    if (Arrays.mismatch(levels, 0, count - 1, levels, 1, count) < 0) {
      return oneRun(levels[0], count);
    }
    RunLengthBitPackingHybridEncoder encoder = encoder(BytesUtils.getWidthFromMaxInt(max), count);
    try {
      for (int i = 0; i < count; i++) {
        encoder.writeInt(levels[i]);
      }
      return bytes(encoder.toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      encoder.close();
    }
  }

  /** All levels the same, as in most pages: what the encoder would write, without asking it. */
  private static byte[] oneRun(byte level, int count) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      BytesUtils.writeUnsignedVarInt(count << 1, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    out.write(level);
    return out.toByteArray();
  }

  static RunLengthBitPackingHybridEncoder encoder(int bitWidth, int count) {
    int capacity = Math.max(64, Math.min(count, 1 << 16));
    return new RunLengthBitPackingHybridEncoder(
        bitWidth, capacity, 1 << 20, new HeapByteBufferAllocator());
  }

  static byte[] bytes(BytesInput input) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(input.size()));
    input.writeAllTo(bytes);
    return bytes.toByteArray();
  }

  /** How often each level occurs; empty below the level from which Parquet asks for it. */
  static List<Long> histogram(byte[] levels, int count, int max, int from) {
    if (max < from) {
      return new ArrayList<>();
    }
    long[] histogram = new long[max + 1];
    for (int i = 0; i < count; i++) {
      histogram[levels[i]]++;
    }
    List<Long> boxed = new ArrayList<>(max + 1);
    for (long occurrences : histogram) {
      boxed.add(occurrences);
    }
    return boxed;
  }
}
