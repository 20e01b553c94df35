package dev.almanac.registry;

import java.time.Duration;
import java.time.Instant;

/**
 * A training that published nothing.
 *
 * @param backup the id of the backup that it learned from
 * @param reason what went wrong, as its operator was told
 * @param code the program and its version
 * @param host where it ran
 * @param at when it ended, by that host's clock
 * @param took how long it had run; to the millisecond
 */
public record TrainingFailure(
    String backup, String reason, String code, String host, Instant at, Duration took) {

  private static final int LONGEST_REASON = 4000;

  public TrainingFailure {
    if (took.isNegative()) {
      throw new IllegalArgumentException("the training took a negative time: " + took);
    }
    took = Duration.ofMillis(took.toMillis());
    reason = reason.length() > LONGEST_REASON ? reason.substring(0, LONGEST_REASON) : reason;
  }
}
