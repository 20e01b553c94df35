package dev.almanac.tsdb.index;

import java.util.Arrays;

/** Numbers in an array that grows. */
final class LongList {

  private long[] values = new long[16];
  private int size;

  void add(long value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size + (size >> 1));
    }
    values[size++] = value;
  }

  int size() {
    return size;
  }

  long get(int i) {
    return values[i];
  }

  void sort() {
    Arrays.sort(values, 0, size);
  }
}
