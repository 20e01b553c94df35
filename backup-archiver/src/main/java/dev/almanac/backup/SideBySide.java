package dev.almanac.backup;

import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Files read side by side, by threads of this JVM. They are more than there are processors, for
 * they wait for a bucket; idle ones end.
 */
public final class SideBySide {

  /** How many files are read at once. */
  public static final int MAX_FILES = 16;

  private static final int IDLE_SECONDS = 10;
  private static final ThreadPoolExecutor THREADS = threads();

  private SideBySide() {}

  private static ThreadPoolExecutor threads() {
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            MAX_FILES,
            MAX_FILES,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread = new Thread(task, "archive-files");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
    return threads;
  }

  /**
   * What comes of each task, in order.
   *
   * @throws UncheckedIOException where the caller is interrupted; otherwise what a task threw
   */
  public static <T> List<T> all(List<Callable<T>> tasks) {
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : THREADS.invokeAll(tasks)) {
        results.add(result(future));
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
    return results;
  }

  static <T> Future<T> submit(Callable<T> task) {
    return THREADS.submit(task);
  }

  /** Waits for a task; where the caller is interrupted, the task is too. */
  static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw interrupted();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  private static UncheckedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new UncheckedIOException(
        new InterruptedIOException("interrupted while files of the archive were read"));
  }
}
