package dev.almanac.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * 64-bit integers, doubles (as raw bits) or 32-bit integers, each page in whichever allowed
 * encoding comes out smallest.
 */
final class NumberColumn extends Column {

  private final PageEncodings allowed;
  private final int width;
  private final DeltaBinaryPackingValuesWriterForLong delta;
  private long[] numbers = new long[1024];
  private byte[] raw = new byte[0];

  NumberColumn(ColumnDescriptor descriptor, PageEncodings allowed) {
    super(descriptor);
    this.allowed = allowed;
    PrimitiveTypeName physical = type().getPrimitiveTypeName();
    width = physical == PrimitiveTypeName.INT32 ? Integer.BYTES : Long.BYTES;
    delta =
        physical == PrimitiveTypeName.INT64 && allowed != PageEncodings.BASIC
            ? new DeltaBinaryPackingValuesWriterForLong(
                1 << 16, 1 << 20, new HeapByteBufferAllocator())
            : null;
  }

  /** Adds a value that was placed. */
  void set(long number) {
    if (numbers.length < values()) {
      numbers = Arrays.copyOf(numbers, values() + (values() >> 1));
    }
    numbers[values() - 1] = number;
  }

  /** Adds a value to a column that is neither list nor nullable. */
  void add(long number) {
    count(1);
    set(number);
  }

  /** Adds values to a column that is neither list nor nullable. */
  void addAll(long[] from, int offset, int count) {
    count(count);
    setAll(from, offset, count);
  }

  /** Adds values that were placed. */
  void setAll(long[] from, int offset, int count) {
    int at = values() - count;
    if (numbers.length < values()) {
      numbers = Arrays.copyOf(numbers, Math.max(values(), at + (at >> 1)));
    }
    System.arraycopy(from, offset, numbers, at, count);
  }

  @Override
  Encoded encode(PageCompressor compressor) {
    Encoded best = null;
    if (delta != null) {
      best = delta(compressor);
    }
    best = smaller(best, plain(compressor));
    if (allowed == PageEncodings.SMALLEST && width == Long.BYTES) {
      best = smaller(best, byteStreamSplit(compressor));
    }
    return best;
  }

  private static Encoded smaller(Encoded best, Encoded next) {
    return best == null || next.data().length < best.data().length ? next : best;
  }

  private Encoded delta(PageCompressor compressor) {
    try {
      delta.reset();
      for (int i = 0; i < values(); i++) {
        delta.writeLong(numbers[i]);
      }
      byte[] packed = Levels.bytes(delta.getBytes());
      return new Encoded(
          Encoding.DELTA_BINARY_PACKED, compressor.compress(packed, packed.length), packed.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Encoded plain(PageCompressor compressor) {
    int length = rawLength();
    for (int i = 0; i < values(); i++) {
      if (width == Long.BYTES) {
        Bytes.LONG.set(raw, i * Long.BYTES, numbers[i]);
      } else {
        Bytes.INT.set(raw, i * Integer.BYTES, (int) numbers[i]);
      }
    }
    return new Encoded(Encoding.PLAIN, compressor.compress(raw, length), length);
  }

  private Encoded byteStreamSplit(PageCompressor compressor) {
    int length = rawLength();
    for (int plane = 0; plane < Long.BYTES; plane++) {
      int at = plane * values();
      int shift = plane * Byte.SIZE;
      for (int i = 0; i < values(); i++) {
        raw[at + i] = (byte) (numbers[i] >>> shift);
      }
    }
    return new Encoded(Encoding.BYTE_STREAM_SPLIT, compressor.compress(raw, length), length);
  }

  private int rawLength() {
    int length = Math.multiplyExact(values(), width);
    if (raw.length < length) {
      raw = new byte[length];
    }
    return length;
  }

  @Override
  byte[][] bounds() {
    return isDouble(type()) ? doubleBounds() : integerBounds();
  }

  private byte[][] integerBounds() {
    long min = Long.MAX_VALUE;
    long max = Long.MIN_VALUE;
    for (int i = 0; i < values(); i++) {
      min = Math.min(min, numbers[i]);
      max = Math.max(max, numbers[i]);
    }
    return new byte[][] {bytes(min), bytes(max)};
  }

  private byte[][] doubleBounds() {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values(); i++) {
      double number = Double.longBitsToDouble(numbers[i]);
      min = Math.min(min, number);
      max = Math.max(max, number);
    }
    return Double.isNaN(min)
        ? null
        : new byte[][] {
          bytes(Double.doubleToRawLongBits(min)), bytes(Double.doubleToRawLongBits(max))
        };
  }

  private byte[] bytes(long number) {
    byte[] bytes = new byte[width];
    if (width == Long.BYTES) {
      Bytes.LONG.set(bytes, 0, number);
    } else {
      Bytes.INT.set(bytes, 0, (int) number);
    }
    return bytes;
  }

  @Override
  void clearValues() {}
}
