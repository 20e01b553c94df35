package dev.almanac.jobs;

import java.io.PrintWriter;
import java.time.Duration;

/**
 * One line that tells how far the work is. On a terminal it is renewed in place, a few times a
 * second at most; in a log it is written anew every ten seconds.
 */
class StatusLine implements AutoCloseable {

  private static final String ERASE_LINE = "\r\u001b[K";
  private static final String UP_AND_ERASE = "\u001b[A" + ERASE_LINE;

  private final PrintWriter err;
  private final boolean terminal;
  private final long interval;
  private long nextAt = System.nanoTime();
  private int lines;

  StatusLine(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
    this.interval = (terminal ? Duration.ofMillis(200) : Duration.ofSeconds(10)).toNanos();
  }

  /** Shows this text, of one line or several, or nothing where the last one is too fresh. */
  void show(String text) {
    long now = System.nanoTime();
    if (now - nextAt < 0) {
      return;
    }
    nextAt = now + interval;
    if (terminal) {
      erase();
      err.print(text);
      lines = (int) text.lines().count();
    } else {
      err.print(text + "\n");
    }
    err.flush();
  }

  private void erase() {
    err.print(lines == 0 ? "" : ERASE_LINE + UP_AND_ERASE.repeat(lines - 1));
    lines = 0;
  }

  /** Leaves a terminal's line empty for what comes next. */
  @Override
  public void close() {
    if (lines > 0) {
      erase();
      err.flush();
    }
  }
}
