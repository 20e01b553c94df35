package dev.almanac.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * The right to change what is visible in an archive, held by one process at a time, on stores that
 * know nothing but "put if absent".
 *
 * <p>It is a numbered log under {@code locks/}: each entry either takes the lock until a time or
 * gives it back, and the entry with the highest number counts. Two takers race for the next number
 * and one wins. A holder that died is recognised by its expiry, or at once on its own host, where
 * its process can be looked for. The lock is held for the seconds of a commit, never while data is
 * moved.
 */
public final class CommitLock implements AutoCloseable {

  static final String PREFIX = "locks/commit-";

  /** Longer than any commit takes; a holder on another host that died blocks others this long. */
  private static final Duration LEASE = Duration.ofMinutes(5);

  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int ENTRY_LIMIT = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BlobStore store;
  private final long number;
  private final Clock clock;
  private final Instant until;

  private CommitLock(BlobStore store, long number, Clock clock, Instant until) {
    this.store = store;
    this.number = number;
    this.clock = clock;
    this.until = until;
  }

  /**
   * Takes the lock, waiting for its holder as long as {@code patience}.
   *
   * @throws CatalogException where another process still holds it then; the message names it
   */
  public static CommitLock take(BlobStore store, Duration patience) {
    return take(store, patience, Clock.systemUTC(), CommitLock::isAlive);
  }

  static CommitLock take(BlobStore store, Duration patience, Clock clock, Predicate<Entry> alive) {
    Instant deadline = clock.instant().plus(patience);
    while (true) {
      Entry newest = newest(store);
      Instant now = clock.instant();
      if (newest == null || newest.isFree(now, alive)) {
        long number = newest == null ? 1 : newest.number + 1;
        Instant until = now.plus(LEASE);
        if (store.putIfAbsent(key(number), Entry.taken(number, until).json())) {
          return new CommitLock(store, number, clock, until);
        }
      } else if (now.isAfter(deadline)) {
        throw new CatalogException(
            "another process is changing "
                + store.location()
                + ": process "
                + newest.pid
                + " on "
                + newest.host
                + ", at the latest until "
                + newest.until
                + "; wait for it, or run the command again after that time");
      } else {
        pause();
      }
    }
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
   * Makes sure that the lock is still held.
   *
   * @throws CatalogException where so much time has passed that another may have taken it
   */
  public void check() {
    if (!clock.instant().isBefore(until)) {
      throw new CatalogException(
          "the commit took longer than "
              + LEASE.toMinutes()
              + " minutes and lost the lock of "
              + store.location()
              + "; run the command again");
    }
  }

  /** Gives the lock back and clears the log behind it. */
  @Override
  public void close() {
    store.putIfAbsent(key(number + 1), Entry.given(number + 1).json());
    for (BlobInfo entry : store.list(PREFIX)) {
      if (entry.key().compareTo(key(number)) <= 0) {
        store.delete(entry.key());
      }
    }
  }

  private static Entry newest(BlobStore store) {
    while (true) {
      List<BlobInfo> log = store.list(PREFIX);
      if (log.isEmpty()) {
        return null;
      }
      String key = log.get(log.size() - 1).key();
      try {
        return Entry.read(store.read(key, ENTRY_LIMIT), key);
      } catch (BlobException e) {
        if (store.stat(key).isPresent()) {
          throw e;
        }
        // A later holder cleared the log between the two calls: look again.
      }
    }
  }

  private static String key(long number) {
    return PREFIX + String.format(Locale.ROOT, "%016d", number) + ".json";
  }

  private static boolean isAlive(Entry entry) {
    return !entry.host.equals(host())
        || ProcessHandle.of(entry.pid)
            .filter(process -> started(process) == entry.started)
            .isPresent();
  }

  private static long started(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown";
    }
  }

  /** One entry of the log; {@code until} is null where it gives the lock back. */
  record Entry(long number, String host, long pid, long started, Instant until) {

    static Entry taken(long number, Instant until) {
      ProcessHandle self = ProcessHandle.current();
      return new Entry(number, CommitLock.host(), self.pid(), CommitLock.started(self), until);
    }

    static Entry given(long number) {
      return new Entry(number, CommitLock.host(), ProcessHandle.current().pid(), 0, null);
    }

    boolean isFree(Instant now, Predicate<Entry> alive) {
      return until == null || !now.isBefore(until) || !alive.test(this);
    }

    byte[] json() {
      ObjectNode node = JSON.createObjectNode();
      node.put("number", number);
      node.put("host", host);
      node.put("pid", pid);
      node.put("started", started);
      node.put("until", until == null ? null : until.toString());
      try {
        return JSON.writeValueAsBytes(node);
      } catch (IOException e) {
        throw new CatalogException("lock entry cannot be written as JSON", e);
      }
    }

    static Entry read(byte[] json, String key) {
      try {
        JsonNode node = JSON.readTree(json);
        String until = node.path("until").textValue();
        return new Entry(
            node.path("number").asLong(),
            node.path("host").asText(),
            node.path("pid").asLong(),
            node.path("started").asLong(),
            until == null ? null : Instant.parse(until));
      } catch (IOException | java.time.DateTimeException e) {
        throw new CatalogException(
            key + ": expected an entry of the lock in JSON; remove it if no backup runs", e);
      }
    }
  }
}
