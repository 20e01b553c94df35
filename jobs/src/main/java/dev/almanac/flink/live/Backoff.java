package dev.almanac.flink.live;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to leave a server alone that has failed: twice as long after each failure, up to a
 * longest pause, of which a random half is left out so that many clients do not come back at once.
 */
final class Backoff {

  private final long first;
  private final long longest;
  private long pause;

  Backoff(Duration first, Duration longest) {
    this.first = first.toMillis();
    this.longest = longest.toMillis();
    reset();
  }

  /** The pause after one more failure, in milliseconds. */
  long next() {
    long base = pause;
    pause = Math.min(longest, pause * 2); // the longest is far from overflow
    return base - ThreadLocalRandom.current().nextLong(base / 2 + 1);
  }

  /** Begins anew, after a success. */
  void reset() {
    pause = Math.min(first, longest);
  }
}
