package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What becomes of a lock whose holder takes its time, or cannot give it back. */
class LateHolderTest extends LockUnderTest {

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
}
