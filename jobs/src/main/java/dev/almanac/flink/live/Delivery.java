package dev.almanac.flink.live;

import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteOutcome.Accepted;
import dev.almanac.prometheus.WriteOutcome.Refused;
import dev.almanac.prometheus.WriteOutcome.Rejected;
import dev.almanac.prometheus.WriteOutcome.RetryLater;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One batch on its way. A server that rejects it is asked about its halves, until the samples to
 * blame stand alone: those are dropped, all others are written. Where one is too old for all
 * series, those that are as old are not asked about: of a day of history that would be millions.
 *
 * <p>A server that fails (500) is usually in trouble by itself, but some samples make a healthy one
 * fail. Those are looked for only when told, and dropped only if the server took another part of
 * the same batch meanwhile: where it takes nothing, the trouble is the server's.
 */
final class Delivery {

  /**
   * What became of a batch: written, dropped, or still to be written.
   *
   * @param bound the latest time for which the server is known to take nothing any more
   */
  record Outcome(
      long sent,
      int requests,
      Map<DropReason, Dropped> dropped,
      List<SeriesRun> rest,
      Optional<RetryLater> retry,
      Optional<Refused> refused,
      long bound) {}

  /**
   * Samples dropped for one reason.
   *
   * @param example one of them, and what the server said
   */
  record Dropped(long samples, String example) {
    Dropped and(Dropped other) {
      return new Dropped(samples + other.samples, example);
    }
  }

  private final RemoteWriteClient client;
  private final WriteBatch message;
  private final boolean blamesSamplesForFailures;
  private final long deadline;

  /** What is undecided, in order. */
  private final Deque<List<SeriesRun>> todo = new ArrayDeque<>();

  /** Single samples at which the server failed. */
  private final List<SeriesRun> suspects = new ArrayList<>();

  private final Map<DropReason, Dropped> dropped = new HashMap<>();
  private long bound;
  private long sent;
  private int requests;

  private Delivery(
      RemoteWriteClient client,
      WriteBatch message,
      long bound,
      boolean blamesSamplesForFailures,
      Duration within) {
    this.client = client;
    this.message = message;
    this.bound = bound;
    this.blamesSamplesForFailures = blamesSamplesForFailures;
    deadline = System.nanoTime() + within.toNanos();
  }

  /**
   * Sends a batch and waits for what becomes of it.
   *
   * @param message what the batch, or a part of it, is packed in; nobody else's meanwhile
   * @param bound up to this time the server is known to take nothing
   * @param blamesSamplesForFailures whether to look for the sample at which the server fails
   * @param within after which time what is undecided is left for another delivery, so that nobody
   *     waits long
   */
  static Outcome deliver(
      RemoteWriteClient client,
      WriteBatch message,
      List<SeriesRun> batch,
      long bound,
      boolean blamesSamplesForFailures,
      Duration within) {
    return new Delivery(client, message, bound, blamesSamplesForFailures, within).run(batch);
  }

  private Outcome run(List<SeriesRun> batch) {
    todo.add(batch);
    do {
      List<SeriesRun> part = todo.pop();
      if (part.stream().allMatch(run -> run.lastTimestamp() <= bound)) {
        part.forEach(run -> drop(DropReason.OUT_OF_BOUNDS, run, "as others of its time"));
        continue;
      }
      requests++;
      WriteOutcome outcome = client.write(message.of(part));
      if (outcome instanceof Accepted) {
        sent += samples(part);
      } else if (outcome instanceof Rejected rejected) {
        if (!halve(part)) {
          DropReason reason = DropReason.of(rejected);
          drop(reason, part.get(0), rejected.reason());
          if (reason == DropReason.OUT_OF_BOUNDS) {
            bound = Math.max(bound, part.get(0).lastTimestamp());
          }
        }
      } else if (outcome instanceof RetryLater later) {
        if (!blamesSamplesForFailures || later.status() != 500) {
          todo.push(part);
          return outcome(Optional.of(later), Optional.empty());
        }
        if (!halve(part)) {
          suspects.add(part.get(0));
        }
      } else {
        todo.push(part);
        return outcome(Optional.empty(), Optional.of((Refused) outcome));
      }
    } while (!todo.isEmpty() && System.nanoTime() - deadline < 0);
    return outcome(Optional.empty(), Optional.empty());
  }

  private Outcome outcome(Optional<RetryLater> retry, Optional<Refused> refused) {
    List<SeriesRun> rest = new ArrayList<>();
    Optional<RetryLater> pause = retry;
    if (sent > 0) {
      suspects.forEach(run -> drop(DropReason.SERVER_ERROR, run, "500"));
    } else if (!suspects.isEmpty()) {
      rest.addAll(suspects);
      pause = Optional.of(retry.orElse(new RetryLater(500, Optional.empty(), "500 to all")));
    }
    todo.forEach(rest::addAll);
    return new Outcome(sent, requests, dropped, rest, pause, refused, bound);
  }

  private void drop(DropReason reason, SeriesRun run, String words) {
    dropped.merge(reason, new Dropped(run.size(), run + ": " + words), Dropped::and);
  }

  /** Puts the halves in the place of the whole; false where it is a single sample. */
  private boolean halve(List<SeriesRun> part) {
    if (part.size() > 1) {
      int middle = part.size() / 2;
      todo.push(part.subList(middle, part.size()));
      todo.push(part.subList(0, middle));
      return true;
    }
    SeriesRun run = part.get(0);
    if (run.size() > 1) {
      int middle = run.size() / 2;
      todo.push(List.of(run.part(middle, run.size())));
      todo.push(List.of(run.part(0, middle)));
      return true;
    }
    return false;
  }

  private static long samples(List<SeriesRun> part) {
    long samples = 0;
    for (SeriesRun run : part) {
      samples += run.size();
    }
    return samples;
  }
}
