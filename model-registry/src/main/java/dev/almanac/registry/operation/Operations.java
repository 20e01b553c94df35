package dev.almanac.registry.operation;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The operations of a service: one of each kind at a time. What they did is in the archive; how
 * they went is known until the service ends, of the newest of them. Safe for use by several
 * threads.
 */
public final class Operations implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Operations.class);
  private static final int REMEMBERED = 100;

  private final Clock clock;
  private final Duration patience;
  private final Map<String, Operation> known = new LinkedHashMap<>(); // oldest first
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "operation");
            thread.setDaemon(true);
            return thread;
          });
  private boolean closed;

  /**
   * @param patience how long those that run may take to end when the service does
   */
  public Operations(Clock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
  }

  /**
   * Begins an operation.
   *
   * @param kind what it does; one at a time
   * @param subject what it does that to; may be empty
   * @param by the name of whoever wants it
   * @throws RunningException where one of this kind runs
   * @throws OperationException where the service ends
   */
  public Operation begin(String kind, String subject, String by, Work work) {
    synchronized (known) {
      if (closed) {
        throw new OperationException("the service ends and begins nothing any more", null);
      }
      for (Operation other : known.values()) {
        if (other.kind().equals(kind) && other.state() == Operation.State.RUNNING) {
          throw new RunningException(other);
        }
      }
      Operation begun =
          Operation.begun(UUID.randomUUID().toString(), kind, subject, by, clock.instant());
      known.put(begun.id(), begun);
      forgetOldest();
      threads.execute(() -> run(begun.id(), work));
      return begun;
    }
  }

  private void forgetOldest() {
    if (known.size() > REMEMBERED) {
      known.values().stream()
          .filter(operation -> operation.state() != Operation.State.RUNNING)
          .findFirst()
          .ifPresent(oldest -> known.remove(oldest.id()));
    }
  }

  private void run(String id, Work work) {
    try {
      Map<String, Object> result = work.run(words -> become(id, now -> now.at(words)));
      become(id, now -> now.done(result, clock.instant()));
    } catch (InterruptedException e) {
      become(id, now -> now.cancelled(clock.instant()));
    } catch (OperationException e) {
      LOG.warn("Operation {} failed: {}", id, e.getMessage());
      become(id, now -> now.failed(e.getMessage(), clock.instant()));
    } catch (RuntimeException | Error e) {
      LOG.error("Operation {} ended by a defect", id, e);
      become(
          id, now -> now.failed("that is a defect; the service's log has more", clock.instant()));
    }
  }

  private void become(String id, UnaryOperator<Operation> next) {
    synchronized (known) {
      known.computeIfPresent(id, (same, before) -> next.apply(before));
    }
  }

  /** An operation that is remembered. */
  public Optional<Operation> find(String id) {
    synchronized (known) {
      return Optional.ofNullable(known.get(id));
    }
  }

  /** Those that are remembered, oldest first. */
  public List<Operation> list() {
    synchronized (known) {
      return List.copyOf(known.values());
    }
  }

  /** Has those that run come to an end, and waits for it. */
  @Override
  public void close() {
    synchronized (known) {
      closed = true;
    }
    threads.shutdownNow();
    try {
      if (!threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Operations go on after {}; what they leave is removed by the next run", patience);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
