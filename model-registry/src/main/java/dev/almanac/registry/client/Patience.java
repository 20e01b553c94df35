package dev.almanac.registry.client;

import java.time.Duration;

/**
 * How long to try again where a service does not answer or is busy.
 *
 * @param first the pause before the second try; each is twice the one before
 * @param longest the longest pause
 * @param inAll how long from the first try on
 */
record Patience(Duration first, Duration longest, Duration inAll) {

  static final Patience DEFAULT =
      new Patience(Duration.ofMillis(500), Duration.ofSeconds(20), Duration.ofMinutes(3));

  static final Patience NONE = new Patience(Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /**
   * The pause before the next try.
   *
   * @param tries so many were made
   * @param asked how long the service asks to wait; zero where it does not say
   */
  Duration pause(int tries, Duration asked) {
    long doubled = first.toMillis() << Math.min(tries - 1, 20);
    long pause = Math.min(longest.toMillis(), doubled);
    return Duration.ofMillis(Math.max(pause, Math.min(asked.toMillis(), inAll.toMillis())));
  }
}
