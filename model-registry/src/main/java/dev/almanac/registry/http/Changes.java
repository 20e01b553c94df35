package dev.almanac.registry.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Changes of the registry, one after the other in the order they were asked for: among the threads
 * of a process the archive's own lock would make them wait longer.
 */
final class Changes {

  private static final long PATIENCE_SECONDS = 180;

  private final ReentrantLock lock = new ReentrantLock(true);

  /**
   * Carries out a change.
   *
   * @throws ProblemException where others take too long
   */
  <T> T make(Supplier<T> change) {
    try {
      if (!lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "other changes of the registry take their time; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "the server stops", e);
    }
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
