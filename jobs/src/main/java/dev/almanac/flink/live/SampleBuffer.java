package dev.almanac.flink.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;

/**
 * The runs that wait to be sent, in order. Its size is counted in samples, not in runs: that is
 * what requests are limited by.
 */
final class SampleBuffer implements RequestBuffer<SeriesRun> {

  private final Deque<RequestEntryWrapper<SeriesRun>> runs = new ArrayDeque<>();
  private int samples;
  private long bytes;
  private int largestSize = Integer.MAX_VALUE;

  /** Lets the buffer look no fuller than this, so that a look at it never waits for room. */
  void seemNoLargerThan(int size) {
    largestSize = size;
  }

  @Override
  public void add(RequestEntryWrapper<SeriesRun> entry, boolean atHead) {
    if (entry.getRequestEntry().equals(RemoteWriteWriter.NUDGE)) {
      return;
    }
    if (atHead) {
      runs.addFirst(entry);
    } else {
      runs.addLast(entry);
    }
    samples += entry.getRequestEntry().size();
    bytes += entry.getSize();
  }

  @Override
  public RequestEntryWrapper<SeriesRun> poll() {
    RequestEntryWrapper<SeriesRun> entry = runs.poll();
    if (entry != null) {
      samples -= entry.getRequestEntry().size();
      bytes -= entry.getSize();
    }
    return entry;
  }

  /** Takes runs from the head: at least one if there is any, then as many as the limit allows. */
  Batch<SeriesRun> take(int maxSamples) {
    List<SeriesRun> batch = new ArrayList<>();
    int taken = 0;
    long size = 0;
    while (!runs.isEmpty()
        && (taken == 0 || taken + peek().getRequestEntry().size() <= maxSamples)) {
      RequestEntryWrapper<SeriesRun> entry = poll();
      batch.add(entry.getRequestEntry());
      taken += entry.getRequestEntry().size();
      size += entry.getSize();
    }
    return new Batch<>(batch, size);
  }

  @Override
  public RequestEntryWrapper<SeriesRun> peek() {
    return runs.peek();
  }

  @Override
  public boolean isEmpty() {
    return runs.isEmpty();
  }

  @Override
  public int size() {
    return Math.min(samples, largestSize);
  }

  @Override
  public Collection<RequestEntryWrapper<SeriesRun>> getBufferedState() {
    return runs;
  }

  @Override
  public long totalSizeInBytes() {
    return bytes;
  }
}
