package dev.almanac.registry.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often an address may present a wrong token: so many times a minute. Safe for use by several
 * threads.
 */
final class FailureLimit {

  static final int MOST = 20;
  static final Duration WINDOW = Duration.ofMinutes(1);

  /** So many addresses are remembered; of more, those that failed last. */
  private static final int ADDRESSES = 10_000;

  private final Clock clock;
  private final Map<String, Failures> failures =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
          return size() > ADDRESSES;
        }
      };

  private record Failures(Instant since, int count) {}

  FailureLimit(Clock clock) {
    this.clock = clock;
  }

  /** Counts a failure; how many the address has had within the window, this one included. */
  synchronized int count(String address) {
    Instant now = clock.instant();
    Failures before = failures.get(address);
    boolean over = before == null || !now.isBefore(before.since().plus(WINDOW));
    Failures counted =
        over ? new Failures(now, 1) : new Failures(before.since(), before.count() + 1);
    failures.put(address, counted);
    return counted.count();
  }
}
