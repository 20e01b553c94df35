package dev.almanac.catalog;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change what is visible in an archive, held by one process at a time, on stores that
 * know nothing but "put if absent".
 *
 * <p>It is a numbered log: each entry either takes the lock until a time or gives it back, and the
 * entry with the highest number counts. Two takers race for the next number and one wins. A holder
 * that died is recognised by its expiry, or at once where its process can be looked for. The lock
 * is held for the seconds of a commit, never while data is moved; {@link #check} before every
 * visible step keeps it alive through a long one.
 *
 * <p>{@code docs/decisions/0004-commit-lock.md} says why it is so, and what happens where clocks
 * differ or a process stands still.
 */
public final class CommitLock implements AutoCloseable {

  /** A holder that died out of sight blocks others this long. */
  static final Duration LEASE = Duration.ofMinutes(5);

  /** What {@link #check} leaves for the step after it and for clocks that differ, together. */
  static final Duration LEFT_BY_CHECK = LEASE.dividedBy(2);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Logger LOG = LoggerFactory.getLogger(CommitLock.class);

  private final LockLog log;
  private final Clock clock;
  private LockEntry held;

  private CommitLock(LockLog log, Clock clock, LockEntry held) {
    this.log = log;
    this.clock = clock;
    this.held = held;
  }

  /**
   * Takes the lock, waiting for its holder as long as {@code patience}.
   *
   * @throws CatalogException where another process still holds it then; the message names it
   */
  public static CommitLock take(BlobStore store, Duration patience) {
    return take(store, patience, Clock.systemUTC(), CommitLock::pause);
  }

  static CommitLock take(BlobStore store, Duration patience, Clock clock, Runnable pause) {
    LockLog log = new LockLog(store);
    Instant deadline = clock.instant().plus(patience);
    while (true) {
      Optional<LockEntry> newest = log.newest();
      Instant now = clock.instant();
      if (newest.isEmpty() || newest.get().isFree(now)) {
        long number = newest.map(LockEntry::number).orElse(0L) + 1;
        LockEntry mine = LockEntry.taken(number, now.plus(LEASE));
        if (log.append(mine)) {
          return new CommitLock(log, clock, mine);
        }
      } else if (now.isBefore(deadline)) {
        pause.run();
      } else {
        throw heldBy(newest.get(), log);
      }
    }
  }

  private static CatalogException heldBy(LockEntry entry, LockLog log) {
    return new CatalogException(
        ("another process is changing %s: process %d on %s, at the latest until %s; wait for it, or"
                + " run the command again after that time (if that process is gone for certain,"
                + " removing %s ends the wait)")
            .formatted(
                log.location(),
                entry.holder().pid(),
                entry.holder().host(),
                entry.until(),
                log.place(entry.number())));
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CatalogException("interrupted while waiting for the archive's lock", e);
    }
  }

  /**
   * Makes sure that the lock is held, and will be for some minutes: to be called before each
   * visible step. It costs nothing but now and then, when it renews the lock.
   *
   * @throws CatalogException where another process took the lock since the last check
   */
  public synchronized void check() {
    if (held == null) {
      throw new IllegalStateException("the lock of " + log.location() + " was given back");
    }
    // Once more where renewing took so long that another process may see the renewed lock as over.
    while (!hasTimeLeft()) {
      renew();
    }
  }

  /** False also where the clock was set back to before the taking, and cannot tell. */
  private boolean hasTimeLeft() {
    Instant now = clock.instant();
    return !now.isBefore(held.until().minus(LEASE))
        && !now.isAfter(held.until().minus(LEFT_BY_CHECK));
  }

  private void renew() {
    LockEntry renewed = LockEntry.taken(held.number() + 1, clock.instant().plus(LEASE));
    if (!log.append(renewed)) {
      throw new CatalogException(
          ("this process stood still for so long that another one took over the lock of %s (or the"
                  + " clocks of their hosts differ by minutes); run the command again")
              .formatted(log.location()));
    }
    held = renewed;
  }

  /**
   * Gives the lock back and clears the log behind it. Where the store fails at that, what was done
   * under the lock is done all the same, and the lock ends by itself: a warning tells.
   */
  @Override
  public synchronized void close() {
    if (held == null) {
      return;
    }
    try {
      log.append(LockEntry.givenBack(held.number() + 1));
      log.clear();
    } catch (BlobException | CatalogException e) {
      LOG.warn(
          "the lock of {} could not be given back: others wait for it until {}",
          log.location(),
          held.until(),
          e);
    } finally {
      held = null;
    }
  }
}
