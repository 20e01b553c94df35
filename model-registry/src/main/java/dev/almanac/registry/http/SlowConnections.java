package dev.almanac.registry.http;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that send, but next to nothing: what keeps them from being idle and never
 * makes a request. Once is nothing: a request's last bytes may come when it has just been looked.
 * Those that send nothing are idle, which is the server's own to see to.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

  /** Who sends anything within the time sends so many bytes at least, or ends a request. */
  private static final long LEAST = 256;

  private final Scheduler scheduler;
  private final Duration every;
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

  /**
   * What was seen of a connection.
   *
   * @param slow whether it had sent next to nothing since the time before
   */
  private record Seen(long bytes, long messages, boolean slow) {

    private Seen next(Connection connection) {
      long more = connection.getBytesIn() - bytes;
      long begun = connection.getMessagesIn() - messages;
      return new Seen(bytes + more, messages + begun, more > 0 && more < LEAST && begun == 0);
    }
  }

  SlowConnections(Scheduler scheduler, Duration every) {
    this.scheduler = scheduler;
    this.every = every;
  }

  @Override
  protected void doStart() {
    next();
  }

  private void next() {
    scheduler.schedule(this::look, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    open.put(connection, new Seen(0, 0, false));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private void look() {
    if (!isRunning()) {
      return;
    }
    for (Map.Entry<Connection, Seen> one : open.entrySet()) {
      Seen now = one.getValue().next(one.getKey());
      if (now.slow() && one.getValue().slow()) {
        one.getKey().close();
      } else {
        one.setValue(now);
      }
    }
    next();
  }
}
