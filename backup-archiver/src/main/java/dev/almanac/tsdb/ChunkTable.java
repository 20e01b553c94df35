package dev.almanac.tsdb;

import java.util.Arrays;

/** The times and places of one series' chunks. */
final class ChunkTable {

  long[] minTimes = new long[16];
  long[] maxTimes = new long[16];
  long[] refs = new long[16];
  private int size;

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void add(long minTime, long maxTime, long ref) {
    if (size == refs.length) {
      minTimes = Arrays.copyOf(minTimes, 2 * size);
      maxTimes = Arrays.copyOf(maxTimes, 2 * size);
      refs = Arrays.copyOf(refs, 2 * size);
    }
    minTimes[size] = minTime;
    maxTimes[size] = maxTime;
    refs[size++] = ref;
  }
}
