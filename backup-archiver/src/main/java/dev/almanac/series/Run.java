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

  /** The index of the first sample not before {@code timestamp}; the size where there is none. */
  public final int firstFrom(long timestamp) {
    int found = Arrays.binarySearch(timestamps, 0, size, timestamp);
    return found >= 0 ? found : -found - 1;
  }

  /** Keeps the samples that lie in a range of time. */
  public final void clip(TimeRange time) {
    if (size > 0 && (firstTimestamp() < time.from() || lastTimestamp() >= time.until())) {
      keep(firstFrom(time.from()), firstFrom(time.until()));
    }
  }

  /** Makes room for at least this many samples; what is in the arrays stays. */
  public abstract void ensureCapacity(int capacity);

  /** Adds to {@code digest} every sample from index {@code from} up to, without, {@code until}. */
  public abstract void digest(SeriesDigest digest, int from, int until);

  /** A copy, with arrays of its own, of the samples from {@code from} up to {@code until}. */
  public abstract Run copy(int from, int until);

  /**
   * Adds the samples of another run of the same encoding and, for histograms, of the same layout,
   * from index {@code from} up to {@code until}, behind those that are here. They have to be later.
   */
  public final void append(Run other, int from, int until) {
    int end = size + until - from;
    ensureCapacity(end);
    System.arraycopy(other.timestamps, from, timestamps, size, until - from);
    if (encoding.carriesStartTimestamps()) {
      System.arraycopy(other.startTimestamps, from, startTimestamps, size, until - from);
    }
    appendValues(other, from, until);
    size = end;
  }

  /** Copies the values of another run behind those that are here; there is room. */
  abstract void appendValues(Run other, int from, int until);

  /** Whether the sample at {@code index} is the same, bit for bit, as one of another run. */
  public abstract boolean sameSample(int index, Run other, int otherIndex);

  /**
   * Keeps the samples from index {@code from} up to, without, {@code until}, moved to the front.
   */
  public final void keep(int from, int until) {
    setSize(until);
    remove(0, from);
  }

  /**
   * Takes out the samples from index {@code from} up to, without, {@code until}; those behind close
   * the gap. Without its first sample the run no longer starts a chunk.
   */
  public final void remove(int from, int until) {
    if (from == until) {
      return;
    }
    close(from, until);
    size -= until - from;
    startsChunk &= from > 0;
  }

  /** Moves the samples from {@code until} to the end to {@code from}, in every array. */
  abstract void close(int from, int until);

  final void digestStarts(SeriesDigest digest, int from, int until) {
    if (encoding.carriesStartTimestamps()) {
      for (int i = from; i < until; i++) {
        digest.addStart(timestamps[i], startTimestamps[i]);
      }
    }
  }

  /** Gives {@code copy} what every kind of run has of the samples from {@code from} on. */
  final <R extends Run> R copied(R copy, int from, int until) {
    int length = until - from;
    copy.setEncoding(encoding);
    copy.timestamps = Arrays.copyOfRange(timestamps, from, until);
    if (encoding.carriesStartTimestamps()) {
      copy.startTimestamps = Arrays.copyOfRange(startTimestamps, from, until);
    }
    copy.setStartsChunk(startsChunk && from == 0);
    copy.setSize(length);
    return copy;
  }

  final boolean sameTimes(int index, Run other, int otherIndex) {
    return encoding.isHistogram() == other.encoding.isHistogram()
        && timestamps[index] == other.timestamps[otherIndex]
        && startTimestamp(index) == other.startTimestamp(otherIndex);
  }

  /** When the sample's counter began to count, 0 where unknown. */
  public final long startTimestamp(int index) {
    return encoding.carriesStartTimestamps() ? startTimestamps[index] : 0;
  }

  static long[] grown(long[] array, int capacity) {
    return array.length >= capacity
        ? array
        : Arrays.copyOf(array, Math.max(capacity, array.length + (array.length >> 1)));
  }
}
