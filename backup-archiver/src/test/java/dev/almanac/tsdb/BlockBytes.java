package dev.almanac.tsdb;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** An index file in memory, to be damaged: knows where its parts lie. */
final class BlockBytes {

  final byte[] bytes;
  private final ByteBuffer view;

  BlockBytes(byte[] bytes) {
    this.bytes = bytes;
    view = ByteBuffer.wrap(bytes);
  }

  int size() {
    return bytes.length;
  }

  int tocStart() {
    return bytes.length - 52;
  }

  /** Where a section starts: symbols, series, label indices, their table, postings, their table. */
  int section(int number) {
    return (int) view.getLong(tocStart() + 8 * number);
  }

  int symbols() {
    return section(0);
  }

  int series() {
    return section(1);
  }

  int labelIndices() {
    return section(2);
  }

  int labelIndicesTable() {
    return section(3);
  }

  int postings() {
    return section(4);
  }

  int postingsTable() {
    return section(5);
  }

  BlockBytes flip(int at) {
    bytes[at] ^= 0x10;
    return this;
  }

  BlockBytes put(int at, int... values) {
    for (int i = 0; i < values.length; i++) {
      bytes[at + i] = (byte) values[i];
    }
    return this;
  }

  BlockBytes putInt(int at, int value) {
    view.putInt(at, value);
    return this;
  }

  BlockBytes putLong(int at, long value) {
    view.putLong(at, value);
    return this;
  }

  /** Makes the checksum right again of a section with its length in 4 bytes in front. */
  BlockBytes reseal(int start) {
    return reseal(start + 4, view.getInt(start));
  }

  /** Makes the checksum right again of a series entry with its length in one or two bytes. */
  BlockBytes resealSeries(int start) {
    int length = bytes[start] & 0x7F;
    int prefix = 1;
    if (bytes[start] < 0) {
      length |= bytes[start + 1] << 7;
      prefix = 2;
    }
    return reseal(start + prefix, length);
  }

  BlockBytes resealToc() {
    return reseal(tocStart(), 48);
  }

  BlockBytes reseal(int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    view.putInt(from + length, (int) crc.getValue());
    return this;
  }

  /** Where this text stands. */
  int find(String text, int from) {
    byte[] wanted = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int at = from; at + wanted.length <= bytes.length; at++) {
      if (java.util.Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new IllegalArgumentException("no " + text);
  }
}
