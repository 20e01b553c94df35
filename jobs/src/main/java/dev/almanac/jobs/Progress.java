package dev.almanac.jobs;

import java.util.function.LongFunction;

/** Adds up what was done and shows it on a status line. */
final class Progress {

  private final StatusLine status;
  private final String what;
  private final LongFunction<String> unit;
  private long done;

  Progress(StatusLine status, String what, LongFunction<String> unit) {
    this.status = status;
    this.what = what;
    this.unit = unit;
  }

  void add(long more) {
    done += more;
    status.show(what + ": " + unit.apply(done));
  }
}
