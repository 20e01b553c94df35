package dev.almanac.series;

import java.util.Arrays;

/** Consecutive float samples of one series. */
public final class FloatRun extends Run {

  /** Raw IEEE 754 bits of each value: read them with {@link Double#longBitsToDouble}. */
  public long[] valueBits;

  public FloatRun() {
    this(128);
  }

  public FloatRun(int capacity) {
    super(ChunkEncoding.XOR, capacity);
    valueBits = new long[capacity];
  }

  @Override
  public void ensureCapacity(int capacity) {
    timestamps = grown(timestamps, capacity);
    valueBits = grown(valueBits, capacity);
    if (encoding().carriesStartTimestamps()) {
      startTimestamps = grown(startTimestamps, capacity);
    }
  }

  @Override
  public void digest(SeriesDigest digest, int from, int until) {
    for (int i = from; i < until; i++) {
      digest.addFloat(timestamps[i], valueBits[i]);
    }
    digestStarts(digest, from, until);
  }

  @Override
  public FloatRun copy(int from, int until) {
    FloatRun copy = copied(new FloatRun(0), from, until);
    copy.valueBits = Arrays.copyOfRange(valueBits, from, until);
    return copy;
  }

  @Override
  void appendValues(Run other, int from, int until) {
    System.arraycopy(((FloatRun) other).valueBits, from, valueBits, size(), until - from);
  }

  @Override
  public boolean sameSample(int index, Run other, int otherIndex) {
    return sameTimes(index, other, otherIndex)
        && valueBits[index] == ((FloatRun) other).valueBits[otherIndex];
  }

  @Override
  void close(int from, int until) {
    int moved = size() - until;
    System.arraycopy(timestamps, until, timestamps, from, moved);
    System.arraycopy(valueBits, until, valueBits, from, moved);
    if (encoding().carriesStartTimestamps()) {
      System.arraycopy(startTimestamps, until, startTimestamps, from, moved);
    }
  }
}
