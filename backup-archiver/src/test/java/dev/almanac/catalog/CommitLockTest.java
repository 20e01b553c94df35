package dev.almanac.catalog;

import static dev.almanac.catalog.Manifests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitLockTest {

  private static final String FIRST = "locks/commit-0000000000000001.json";
  private static final Duration A_MOMENT = Duration.ofNanos(1);

  private final SettableClock clock = new SettableClock();
  @TempDir Path root;
  private BlobStore store;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
  }

  private CommitLock take() {
    return take(store);
  }

  /** Takes the lock at once or fails. */
  private CommitLock take(BlobStore store) {
    return CommitLock.take(store, Duration.ZERO, clock, () -> {});
  }

  private void refuse() {
    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("another process is changing " + root + ": process ");
  }

  private List<String> entries() {
    return store.list("locks/").stream().map(BlobInfo::key).toList();
  }

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
  void isLostByAHolderWhomAnotherOvertook() {
    CommitLock sleeper = take();
    clock.advance(CommitLock.LEASE);
    take();

    assertThatThrownBy(sleeper::check)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "this process stood still for so long that another one took over the lock of %s (or the"
                + " clocks of their hosts differ by minutes); run the command again",
            root);
  }

  @Test
  void isLostByAHolderWhomAnotherOvertookAndLeftBehind() {
    CommitLock sleeper = take();
    clock.advance(CommitLock.LEASE);
    take().close();

    assertThatThrownBy(sleeper::check).isInstanceOf(CatalogException.class);
    take();
    refuse();
  }

  @Test
  void staysWithTheNextHolderWhenALateOneGivesItBack() {
    CommitLock sleeper = take();
    clock.advance(CommitLock.LEASE);
    CommitLock next = take();

    sleeper.close();

    refuse();
    next.check();
  }

  @Test
  void staysWithTheNextHolderWhenALateOneGivesItBackAfterALostCheck() {
    CommitLock sleeper = take();
    clock.advance(CommitLock.LEASE);
    CommitLock next = take();
    assertThatThrownBy(sleeper::check).isInstanceOf(CatalogException.class);

    sleeper.close();

    refuse();
    next.check();
  }

  @Test
  void staysWithItsHolderWhenALateOneReturnsAfterSeveralOthers() {
    CommitLock sleeper = take();
    clock.advance(CommitLock.LEASE);
    take().close();
    take();

    sleeper.close();

    refuse();
  }

  @Test
  void staysWithAHolderWhoStoodStillWhileNobodyCame() {
    CommitLock lock = take();
    clock.advance(Duration.ofHours(1));

    lock.check();

    refuse();
  }

  @Test
  void staysWithAHolderWhoChecksForAnHour() {
    CommitLock lock = take();

    for (int minute = 0; minute < 60; minute++) {
      clock.advance(Duration.ofMinutes(1));
      lock.check();
      refuse();
    }
  }

  @Test
  void lastsHalfItsTimeAfterACheck() {
    CommitLock lock = take();
    clock.advance(CommitLock.LEFT_BY_CHECK);
    lock.check();
    clock.advance(CommitLock.LEFT_BY_CHECK.minus(A_MOMENT));

    refuse();
  }

  @Test
  void isCheckedWithoutAskingTheStoreWhileThereIsTime() {
    AtomicBoolean broken = new AtomicBoolean();
    CommitLock lock = take(breaking(broken));
    broken.set(true);
    clock.advance(CommitLock.LEFT_BY_CHECK);

    lock.check();
    clock.advance(A_MOMENT);
    assertThatThrownBy(lock::check).isInstanceOf(BlobException.class);
  }

  @Test
  void isRenewedWhereTheClockWasSetBack() {
    CommitLock lock = take();
    clock.advance(Duration.ofHours(-1));

    lock.check();

    assertThat(new LockLog(store).newest().orElseThrow().until())
        .isEqualTo(clock.instant().plus(CommitLock.LEASE));
  }

  private BlobStore breaking(AtomicBoolean broken) {
    return StoreProbe.of(
        (call, arguments) -> {
          if (broken.get() && !call.equals("location")) {
            throw new BlobException("the network is down");
          }
          return StoreProbe.pass(store, call, arguments);
        });
  }

  @Test
  void endsByItselfWhereItCannotBeGivenBack() {
    AtomicBoolean broken = new AtomicBoolean();
    CommitLock lock = take(breaking(broken));
    broken.set(true);

    assertThatCode(lock::close).doesNotThrowAnyException();

    refuse();
    clock.advance(CommitLock.LEASE);
    take();
  }

  @Test
  void isNotTakenByANumberThatWasUsedAndClearedMeanwhile() {
    take().close();
    BlobStore late = StoreProbe.before("putIfAbsent", store, () -> take().close());

    take(late);

    assertThat(new LockLog(store).newest().orElseThrow().number()).isEqualTo(5);
    refuse();
  }

  @Test
  void isNotTakenBesideAHolderByANumberThatWasUsedAndClearedMeanwhile() {
    take().close();
    BlobStore late =
        StoreProbe.before(
            "putIfAbsent",
            store,
            () -> {
              take().close();
              take();
            });

    assertThatThrownBy(() -> take(late)).isInstanceOf(CatalogException.class);
  }

  @Test
  void isTakenWhereTheAnswerToTheTakingWasLostAndTheRequestSentAgain() {
    BlobStore forgetful =
        StoreProbe.of(
            (call, arguments) -> {
              Object answer = StoreProbe.pass(store, call, arguments);
              return call.equals("putIfAbsent") ? StoreProbe.pass(store, call, arguments) : answer;
            });

    take(forgetful).check();

    refuse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"read", "list"})
  void isTakenWhileTheLogIsClearedUnderTheReader(String call) {
    CommitLock first = take();
    BlobStore slow = StoreProbe.before(call, store, first::close);

    take(slow);

    refuse();
  }

  @Test
  void leavesOneEntryBehind() {
    for (int i = 0; i < 5; i++) {
      try (CommitLock lock = take()) {
        clock.advance(CommitLock.LEASE);
        lock.check();
      }
    }

    assertThat(entries()).containsExactly("locks/commit-0000000000000015.json");
  }

  @Test
  void clearsWhatOthersLeftBehind() {
    CommitLock dead = take();
    clock.advance(CommitLock.LEASE);
    take();
    dead.close();
    clock.advance(CommitLock.LEASE);

    take().close();

    assertThat(entries()).hasSize(1);
  }

  @Test
  void passesOverFilesThatAreNoEntries() {
    store.putIfAbsent("locks/commit-x.json", utf8("{}"));
    store.putIfAbsent("locks/commit-00000000000000099.json", utf8("{}"));

    take();

    assertThat(entries()).contains(FIRST);
  }

  @Test
  void namesAnEntryItCannotRead() {
    store.putIfAbsent(FIRST, utf8("{\"token\": \"t\", \"host\": \"a\"}"));

    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/%s: expected a whole number of 64 bits in \"pid\", found nothing; if no process"
                + " changes the archive, remove this file",
            root, FIRST);
  }

  @Test
  void refusesAnEntryWhoseNumberLeavesNoneForTheNext() {
    store.putIfAbsent(
        "locks/commit-9999999999999999.json",
        new LockEntry(9_999_999_999_999_999L, "token", Holder.self(), null).json());

    assertThatThrownBy(this::take)
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/locks/commit-9999999999999999.json: the log's numbers are used up; if no process"
                + " changes the archive, remove this file",
            root);
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
