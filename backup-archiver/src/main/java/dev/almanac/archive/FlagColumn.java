package dev.almanac.archive;

import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;

/** Booleans, a bit each (PLAIN: Flink SQL reads no other encoding of them). */
final class FlagColumn extends Column {

  private byte[] bits = new byte[128];
  private int set;

  FlagColumn(ColumnDescriptor descriptor) {
    super(descriptor);
  }

  void add(boolean flag) {
    int at = values();
    addFalse(1);
    if (flag) {
      bits[at >> 3] |= (byte) (1 << (at & 7));
      set++;
    }
  }

  void addFalse(int count) {
    count(count);
    bits = roomFor(bits, (values() + 7) >> 3);
  }

  @Override
  Encoded encode(PageCompressor compressor) {
    int length = (values() + 7) >> 3;
    return new Encoded(Encoding.PLAIN, compressor.compress(bits, length), length);
  }

  @Override
  byte[][] bounds() {
    return new byte[][] {{(byte) (set == values() ? 1 : 0)}, {(byte) (set > 0 ? 1 : 0)}};
  }

  @Override
  void clearValues() {
    Arrays.fill(bits, (byte) 0);
    set = 0;
  }
}
