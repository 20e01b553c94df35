package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who holds the lock, and from when on. */
class CommitLockTest extends LockUnderTest {

  @Test
  void isHeldByOneAtATime() {
    take();

    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "another process is changing %s: process %d on %s, at the latest until"
                + " 2026-11-23T23:05:00Z; wait for it, or run the command again after that time (if"
                + " that process is gone for certain, removing %s/%s ends the wait)",
            root, ProcessHandle.current().pid(), Holder.self().host(), root, FIRST);
  }

  @Test
  void isFreeOnceItWasGivenBack() {
    take().close();

    take();
    refuse();
  }

  @Test
  void isGivenBackOnce() {
    CommitLock first = take();
    first.close();
    take();

    first.close();

    refuse();
  }

  @Test
  void isNoLongerHeldOnceItWasGivenBack() {
    CommitLock lock = take();
    lock.close();

    assertThatThrownBy(lock::check)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the lock of " + root + " was given back");
  }

  @Test
  void isTakenBySomeoneWhoWaits() {
    CommitLock first = take();

    CommitLock second = CommitLock.take(store, Duration.ofSeconds(1), clock, first::close);

    second.check();
    refuse();
  }

  @Test
  void isWaitedForNoLongerThanPatienceLasts() {
    take();
    AtomicInteger pauses = new AtomicInteger();
    Runnable pause =
        () -> {
          pauses.incrementAndGet();
          clock.advance(Duration.ofSeconds(1));
        };

    assertThatThrownBy(() -> CommitLock.take(store, Duration.ofSeconds(3), clock, pause))
        .isInstanceOf(CatalogException.class);
    assertThat(pauses).hasValue(3);
  }

  @Test
  void isFreeOnceItsTimeHasRunOut() {
    take();
    clock.advance(CommitLock.LEASE.minus(A_MOMENT));
    refuse();
    clock.advance(A_MOMENT);

    take();
    refuse();
  }

  @Test
  void isTakenAtOnceFromAProcessThatDiedHere() throws Exception {
    Process process = SleepingProcess.start();
    new LockLog(store)
        .append(
            new LockEntry(
                1, "token", Holder.of(process.pid()), clock.instant().plus(CommitLock.LEASE)));
    refuse();

    process.destroyForcibly().waitFor();

    take();
    refuse();
  }

  @Test
  void isLeftToAProcessThatCannotBeSeenFromHere() {
    Holder elsewhere = new Holder(Holder.self().host(), Long.MAX_VALUE, "another boot", 1);
    new LockLog(store)
        .append(new LockEntry(1, "token", elsewhere, clock.instant().plus(CommitLock.LEASE)));

    refuse();
  }

  @Test
  void isHeldByOneOfSixteenThreadsAtATime() throws Exception {
    AtomicInteger holders = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(16);
    List<Future<?>> done = new ArrayList<>();
    for (int i = 0; i < 48; i++) {
      done.add(
          threads.submit(
              () -> {
                try (CommitLock lock =
                    CommitLock.take(store, Duration.ofDays(1), clock, Thread::onSpinWait)) {
                  lock.check();
                  if (holders.incrementAndGet() != 1) {
                    overlaps.incrementAndGet();
                  }
                  entries(); // time for others to come
                  holders.decrementAndGet();
                }
              }));
    }
    threads.shutdown();

    for (Future<?> each : done) {
      each.get(5, TimeUnit.MINUTES);
    }
    assertThat(overlaps).hasValue(0);
    assertThat(entries()).hasSize(1);
  }
}
