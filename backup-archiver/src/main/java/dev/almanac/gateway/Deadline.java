package dev.almanac.gateway;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Interrupts the thread that made it when its time is up: reading and writing end with an exception
 * then, also where the other side stands still. Nothing of it is left once it is closed.
 */
final class Deadline implements AutoCloseable {

  private final Thread worker = Thread.currentThread();
  private final ScheduledFuture<?> alarm;
  private boolean over;
  private boolean passed;

  Deadline(ScheduledExecutorService clock, Duration time) {
    alarm = clock.schedule(this::ring, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private synchronized void ring() {
    if (!over) {
      passed = true;
      worker.interrupt();
    }
  }

  synchronized boolean passed() {
    return passed;
  }

  @Override
  public synchronized void close() {
    over = true;
    alarm.cancel(false);
    if (passed) {
      Thread.interrupted();
    }
  }
}
