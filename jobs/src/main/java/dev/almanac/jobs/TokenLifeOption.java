package dev.almanac.jobs;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How long a new token is good for. */
final class TokenLifeOption {

  @Option(
      names = "--expires",
      paramLabel = "TIME",
      converter = Hours.class,
      description = {
        "How long the token is good for: 90d. Default: until it is revoked; one that takes",
        "another's place, as long as that one was."
      })
  private Duration life;

  /** Empty where nobody said. */
  Optional<Duration> life() {
    return Optional.ofNullable(life);
  }
}
