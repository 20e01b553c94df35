package dev.almanac.flink.live;

import java.util.function.LongSupplier;
import org.apache.flink.connector.base.sink.writer.strategy.RateLimitingStrategy;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;
import org.apache.flink.connector.base.sink.writer.strategy.ResultInfo;

/**
 * When a request may begin, and how many samples make one. Only one is under way at a time, lest a
 * series' samples overtake each other; none while the server is left alone, and none between a
 * checkpoint's barrier and its snapshot.
 */
final class Pace implements RateLimitingStrategy {

  private final int batchSamples;
  private final LongSupplier clock;
  private boolean underWay;
  private boolean held;
  private boolean due;
  private long notBefore = Long.MIN_VALUE;

  Pace(int batchSamples, LongSupplier clock) {
    this.batchSamples = batchSamples;
    this.clock = clock;
  }

  /** Leaves the server alone until then, in milliseconds since the epoch. */
  void pauseUntil(long time) {
    notBefore = time;
  }

  /** Has nothing begin, or lets it again. */
  void hold(boolean on) {
    held = on;
  }

  /** Sends what there is with the next request, however little. */
  void makeDue() {
    due = true;
  }

  boolean blocks() {
    return underWay || held || clock.getAsLong() < notBefore;
  }

  @Override
  public boolean shouldBlock(RequestInfo request) {
    return blocks();
  }

  @Override
  public void registerInFlightRequest(RequestInfo request) {
    underWay = true;
    due = false;
  }

  @Override
  public void registerCompletedRequest(ResultInfo result) {
    underWay = false;
  }

  @Override
  public int getMaxBatchSize() {
    return due ? 1 : batchSamples;
  }
}
