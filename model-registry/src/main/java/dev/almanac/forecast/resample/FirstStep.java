package dev.almanac.forecast.resample;

import java.util.Arrays;

/**
 * The samples of the first step that a resampler saw, and the one after them, as they are: what was
 * before may yet be put in front of them.
 */
final class FirstStep {

  private long[] times = new long[8];
  private long[] valueBits = new long[8];
  private int size;
  private int step;
  private boolean closed;

  /** What was counted up to and with the last sample here. */
  final Tally tally = new Tally();

  int size() {
    return size;
  }

  /** Which step it is; minus one for all time before the first. */
  int step() {
    return step;
  }

  long[] times() {
    return times;
  }

  long[] valueBits() {
    return valueBits;
  }

  /** Whether a sample of a later step is there. */
  boolean closed() {
    return closed;
  }

  /** Takes a sample unless later steps have begun. */
  void add(long time, long bits, int sampleStep) {
    if (size == 0) {
      step = sampleStep;
    }
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
      valueBits = Arrays.copyOf(valueBits, 2 * size);
    }
    times[size] = time;
    valueBits[size++] = bits;
    closed = sampleStep > step;
  }
}
