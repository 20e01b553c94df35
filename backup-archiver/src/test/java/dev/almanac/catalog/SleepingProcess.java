package dev.almanac.catalog;

import java.io.IOException;

/** A process that does nothing, to be killed. */
final class SleepingProcess {

  private SleepingProcess() {}

  static Process start() throws IOException {
    return new ProcessBuilder("sleep", "600").start();
  }
}
