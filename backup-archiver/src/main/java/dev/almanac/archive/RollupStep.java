package dev.almanac.archive;

import java.time.Duration;
import java.util.Optional;

/** The lengths of time that samples are rolled up to. */
public enum RollupStep {
  FIVE_MINUTES("5m", Duration.ofMinutes(5)),
  HOUR("1h", Duration.ofHours(1));

  private final String spelling;
  private final long millis;

  RollupStep(String spelling, Duration length) {
    this.spelling = spelling;
    millis = length.toMillis();
  }

  /** As folders and commands name it: {@code 5m}, {@code 1h}. */
  public String spelling() {
    return spelling;
  }

  public long millis() {
    return millis;
  }

  /** The one of this spelling. */
  public static Optional<RollupStep> spelled(String text) {
    for (RollupStep step : values()) {
      if (step.spelling.equals(text)) {
        return Optional.of(step);
      }
    }
    return Optional.empty();
  }
}
