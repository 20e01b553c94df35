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
 * makes a request. Those that send nothing are idle, which is the server's own to see to.
 */
final class SlowConnections extends AbstractLifeCycle implements Connection.Listener {

  /** Who sends anything within the time sends so many bytes at least, or ends a request. */
  private static final long LEAST = 256;

  private final Scheduler scheduler;
  private final Duration every;
  private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

  private record Seen(long bytes, long messages) {}

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
    open.put(connection, seen(connection));
  }

  @Override
  public void onClosed(Connection connection) {
    open.remove(connection);
  }

  private static Seen seen(Connection connection) {
    return new Seen(connection.getBytesIn(), connection.getMessagesIn());
  }

  private void look() {
    if (!isRunning()) {
      return;
    }
    for (Map.Entry<Connection, Seen> one : open.entrySet()) {
      Seen now = seen(one.getKey());
      long bytes = now.bytes() - one.getValue().bytes();
      if (bytes > 0 && bytes < LEAST && now.messages() == one.getValue().messages()) {
        one.getKey().close();
      } else {
        one.setValue(now);
      }
    }
    next();
  }
}
