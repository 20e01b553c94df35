package dev.almanac.jobs;

import dev.almanac.rollup.RollupDay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/** Days of rollups, several at a time: each is read and written alone. */
final class RollupRun {

  private final int workers;
  private final Path work;
  private final StatusLine status;

  RollupRun(int workers, Path work, StatusLine status) {
    this.workers = workers;
    this.work = work;
    this.status = status;
  }

  /** What is done with one day. */
  interface Task<T> {

    /**
     * Does it.
     *
     * @param folder of the task's own
     * @param read to be told of samples read
     */
    T perform(RollupDay day, Path folder, LongConsumer read) throws IOException;
  }

  /**
   * Does it with each day.
   *
   * @return what came of each, in order
   * @throws Exception what the first of them threw that failed; the others are given up
   */
  <T> List<T> each(List<RollupDay> days, Task<T> task) throws Exception {
    long total = days.stream().mapToLong(RollupDay::samples).sum();
    AtomicLong done = new AtomicLong();
    ExecutorService pool = Executors.newFixedThreadPool(workers);
    try {
      List<Future<T>> futures = new ArrayList<>();
      for (RollupDay day : days) {
        futures.add(
            pool.submit(
                () -> task.perform(day, Files.createTempDirectory(work, "day-"), done::addAndGet)));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> future : futures) {
        status.show(
            "%d of %d days, %s of %s samples"
                .formatted(
                    results.size(), days.size(), Human.count(done.get()), Human.count(total)));
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      pool.shutdownNow();
    }
  }
}
