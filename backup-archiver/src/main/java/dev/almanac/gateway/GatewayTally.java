package dev.almanac.gateway;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What a gateway has done since it was started. Safe for use by several threads. */
public final class GatewayTally {

  private final Map<ReadOutcome, LongAdder> reads = new EnumMap<>(ReadOutcome.class);
  private final LongAdder series = new LongAdder();
  private final LongAdder samples = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final AtomicLong inFlight = new AtomicLong();

  GatewayTally() {
    for (ReadOutcome outcome : ReadOutcome.values()) {
      reads.put(outcome, new LongAdder());
    }
  }

  void begin() {
    inFlight.incrementAndGet();
  }

  void end(ReadOutcome outcome, long nanosTaken) {
    inFlight.decrementAndGet();
    reads.get(outcome).increment();
    nanos.add(nanosTaken);
  }

  void add(Gateway.Answered answered, long bytesSent) {
    series.add(answered.series());
    samples.add(answered.samples());
    bytes.add(bytesSent);
  }

  /** How many remote reads ended so. */
  public long reads(ReadOutcome outcome) {
    return reads.get(outcome).sum();
  }

  /** How many series whole answers held. */
  public long series() {
    return series.sum();
  }

  /** How many samples whole answers held. */
  public long samples() {
    return samples.sum();
  }

  /** How many bytes whole answers took on the wire. */
  public long bytes() {
    return bytes.sum();
  }

  /** How long all remote reads took together, waiting for others included. */
  public double seconds() {
    return nanos.sum() / 1e9;
  }

  /** How many remote reads are being answered or wait. */
  public long inFlight() {
    return inFlight.get();
  }
}
