package dev.almanac.jobs;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Has Ctrl-C and SIGTERM ask for an end instead of making one: the JVM waits until this is closed,
 * though not for ever.
 */
final class GracefulStop implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(150);

  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread hook = new Thread(this::request, "stop");
  private volatile boolean requested;

  GracefulStop() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void request() {
    requested = true;
    try {
      // Whatever hangs longer ends with the JVM.
      var unused = over.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether somebody wants the work to end. */
  boolean requested() {
    return requested;
  }

  /** The work is over. */
  @Override
  public void close() {
    over.countDown();
    if (!requested) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        // The JVM has just begun to end.
      }
    }
  }
}
