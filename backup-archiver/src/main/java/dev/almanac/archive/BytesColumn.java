package dev.almanac.archive;

import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;

/** Strings or byte arrays that hardly repeat: PLAIN, each behind its length. */
final class BytesColumn extends Column {

  private byte[] plain = new byte[1024];
  private int length;

  BytesColumn(ColumnDescriptor descriptor) {
    super(descriptor);
  }

  /** Adds a value that was placed. */
  void set(byte[] from, int offset, int count) {
    plain = roomFor(plain, Math.addExact(length, count + Integer.BYTES));
    Bytes.INT.set(plain, length, count);
    System.arraycopy(from, offset, plain, length + Integer.BYTES, count);
    length += count + Integer.BYTES;
  }

  int bufferedBytes() {
    return length;
  }

  @Override
  Encoded encode(PageCompressor compressor) {
    return new Encoded(Encoding.PLAIN, compressor.compress(plain, length), length);
  }

  @Override
  byte[][] bounds() {
    return null;
  }

  @Override
  long stringBytes() {
    return length - (long) Integer.BYTES * values();
  }

  @Override
  void clearValues() {
    length = 0;
  }
}
