package dev.almanac.episode;

/**
 * What one question may cost.
 *
 * @param samples so many scores are read
 * @param episodes so many may there be; they are in memory
 */
public record EpisodeLimits(long samples, int episodes) {

  /** A month of a thousand series, and more alarms than anybody looks at. */
  public static final EpisodeLimits DEFAULT = new EpisodeLimits(200_000_000, 20_000);
}
