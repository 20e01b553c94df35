package dev.almanac.jobs;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line that tells how far the work is. On a terminal it is renewed in place, a few times a
 * second at most; in a log it is written anew every ten seconds.
 */
final class StatusLine implements AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";

  private final PrintWriter err;
  private final boolean terminal;
  private final long interval;
  private long nextAt = System.nanoTime();
  private boolean shown;

  StatusLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.interval = (terminal ? Duration.ofMillis(200) : Duration.ofSeconds(10)).toNanos();
  }

  /** Shows this text, or nothing where the last one is too fresh. */
  void show(String text) {
    long now = System.nanoTime();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + interval;
    if (terminal) {
      err.print(ERASE_LINE + text);
      shown = true;
    } else {
      err.print(text + "\n");
    }
    err.flush();
  }

  /** Leaves a terminal's line empty for what comes next. */
  @Override
  public void close() {
    if (shown) {
      err.print(ERASE_LINE);
      err.flush();
      shown = false;
    }
  }
}
