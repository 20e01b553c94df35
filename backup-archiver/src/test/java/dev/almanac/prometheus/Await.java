package dev.almanac.prometheus;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another program does in its own time, but not for ever. */
public final class Await {

  private static final Duration PAUSE = Duration.ofMillis(20);

  private Await() {}

  /**
   * Asks again and again until the condition holds.
   *
   * @param what the condition in words, for the failure
   * @throws AssertionError if it does not hold in time
   */
  public static void until(String what, Duration patience, BooleanSupplier condition) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new AssertionError("waited " + patience.toSeconds() + " s in vain until " + what);
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
  }
}
