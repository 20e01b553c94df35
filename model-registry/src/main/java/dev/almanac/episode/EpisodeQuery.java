package dev.almanac.episode;

import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.time.Duration;

/**
 * Which episodes are wanted.
 *
 * @param match of which series, by the names that they have themselves
 * @param time as far as they lie in this
 * @param gap scores above 1 that are closer together are one episode
 */
public record EpisodeQuery(Selector match, TimeRange time, Duration gap) {}
