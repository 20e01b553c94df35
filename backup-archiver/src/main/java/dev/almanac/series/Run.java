package dev.almanac.series;

import java.util.Arrays;

/**
 * Consecutive samples of one series that come from one chunk, decoded into arrays.
 *
 * <p>A run belongs to the cursor that returned it and is overwritten by the next call: whoever
 * keeps it copies it. Only the first {@link #size()} entries of each array hold samples; the arrays
 * may be longer.
 */
public abstract sealed class Run permits FloatRun, HistogramRun {

  /** Milliseconds since the epoch, strictly ascending. */
  public long[] timestamps;

  /**
   * When each sample's counter began to count, in milliseconds since the epoch, 0 where unknown;
   * meaningful only where the run's encoding carries start timestamps.
   */
  public long[] startTimestamps;

  private int size;
  private ChunkEncoding encoding;
  private boolean startsChunk;

  Run(ChunkEncoding encoding, int capacity) {
    this.encoding = encoding;
    timestamps = new long[capacity];
    startTimestamps = new long[encoding.carriesStartTimestamps() ? capacity : 0];
  }

  /** How many samples the run holds. */
  public final int size() {
    return size;
  }

  /** Says how many entries hold samples; the writer of the arrays calls it when it is done. */
  public final void setSize(int size) {
    this.size = size;
  }

  public final ChunkEncoding encoding() {
    return encoding;
  }

  /** The encoding of the chunk the samples came from, hence what kind of samples they are. */
  public final void setEncoding(ChunkEncoding encoding) {
    if (encoding.isHistogram() != this instanceof HistogramRun) {
      throw new IllegalArgumentException(
          encoding + " does not fit a " + getClass().getSimpleName());
    }
    this.encoding = encoding;
    if (encoding.carriesStartTimestamps()) {
      startTimestamps = grown(startTimestamps, timestamps.length);
    }
  }

  /** Whether the first sample here is the first of its chunk: where Prometheus cut. */
  public final boolean startsChunk() {
    return startsChunk;
  }

  public final void setStartsChunk(boolean startsChunk) {
    this.startsChunk = startsChunk;
  }

  public final long firstTimestamp() {
    return timestamps[0];
  }

  public final long lastTimestamp() {
    return timestamps[size - 1];
  }

  /** Makes room for at least this many samples; what is in the arrays stays. */
  public abstract void ensureCapacity(int capacity);

  /** Adds to {@code digest} every sample from index {@code from} up to, without, {@code until}. */
  public abstract void digest(SeriesDigest digest, int from, int until);

  /**
   * Keeps the samples from index {@code from} up to, without, {@code until}, moved to the front.
   */
  public abstract void keep(int from, int until);

  final void digestStarts(SeriesDigest digest, int from, int until) {
    if (encoding.carriesStartTimestamps()) {
      for (int i = from; i < until; i++) {
        digest.addStart(timestamps[i], startTimestamps[i]);
      }
    }
  }

  static long[] grown(long[] array, int capacity) {
    return array.length >= capacity
        ? array
        : Arrays.copyOf(array, Math.max(capacity, array.length + (array.length >> 1)));
  }
}
