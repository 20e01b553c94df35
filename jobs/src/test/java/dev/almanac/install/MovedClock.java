package dev.almanac.install;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The clock that a machine's systemd goes by, and with it every timer. It is some days behind the
 * real one and moved on by the test. Programs that systemd starts see the real time, as does the
 * kernel: its clock is that of everybody on this computer.
 *
 * @param root of the machine
 */
record MovedClock(Path root) {

  /** What answers systemd when it asks for the time. */
  static final String PACKAGE = "libfaketime";

  private static final String FILE = "/srv/clock";

  /** Variables of the machine's first process, which passes none of them on. */
  static final List<String> ENVIRONMENT =
      List.of(
          "LD_PRELOAD=/usr/$LIB/faketime/libfaketime.so.1",
          "FAKETIME_TIMESTAMP_FILE=" + FILE,
          "FAKETIME_CACHE_DURATION=1",
          "FAKETIME_DONT_FAKE_MONOTONIC=1",
          "FAKETIME_DISABLE_SHM=1",
          "NO_FAKE_STAT=1");

  /**
   * Has the clock show a time, and go on from there.
   *
   * @param time in the past: systemd waits for a time to come by a timer of the kernel, which would
   *     wait for the real time. Of one that is past it sees at its next look.
   */
  void set(Instant time) throws IOException {
    long behind = Duration.between(time, Instant.now()).toSeconds();
    if (behind < 0) {
      throw new IllegalArgumentException(time + " is to come");
    }
    Path file = root.resolve(FILE.substring(1));
    Files.createDirectories(file.getParent());
    Path draft = Files.writeString(file.resolveSibling("clock.new"), "-" + behind + "\n");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
