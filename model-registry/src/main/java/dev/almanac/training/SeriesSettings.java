package dev.almanac.training;

import dev.almanac.config.Durations;
import dev.almanac.forecast.ForecastOptions;
import dev.almanac.forecast.resample.SampleKind;
import java.io.Serializable;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * How a series is learned.
 *
 * @param step the time that one value stands for
 * @param horizon how far ahead bands are learned, a multiple of the step
 * @param seasons the lengths after which the series repeats, ascending multiples of the step; empty
 *     to find them in the data
 * @param minimumHistory how much of a series has to be known before it is learned
 * @param zone whose days and weeks the series follows
 * @param country two capital letters of ISO 3166: whose holidays count; null for none
 */
public record SeriesSettings(
    Duration step,
    Duration horizon,
    List<Duration> seasons,
    Duration minimumHistory,
    ZoneId zone,
    String country)
    implements Serializable {

  private static final Duration DAY = Duration.ofDays(1);

  /** Five-minute steps, a day ahead, three days known; days are those of UTC. */
  public static final SeriesSettings DEFAULT =
      new SeriesSettings(
          Duration.ofMinutes(5),
          Duration.ofDays(1),
          List.of(),
          Duration.ofDays(3),
          ZoneOffset.UTC,
          null);

  /**
   * @throws IllegalArgumentException where a length is no multiple of the step, or is none that can
   *     be forecast
   */
  public SeriesSettings {
    seasons = List.copyOf(seasons);
    if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofDays(1)) > 0) {
      throw new IllegalArgumentException("step: expected 1s to 1d, found " + text(step));
    }
    requireSteps("horizon", horizon, step);
    for (Duration season : seasons) {
      requireSteps("season", season, step);
    }
    if (minimumHistory.compareTo(step) < 0) {
      throw new IllegalArgumentException(
          "minimum_history: expected at least a step, found " + text(minimumHistory));
    }
    options(step, horizon, seasons, zone, country);
  }

  private static void requireSteps(String what, Duration length, Duration step) {
    if (length.toMillis() % step.toMillis() != 0) {
      throw new IllegalArgumentException(
          what + ": expected a multiple of " + text(step) + ", found " + text(length));
    }
  }

  private static String text(Duration duration) {
    return Durations.format(duration);
  }

  /** The same as the forecaster wants it: in steps, and no rate below zero. */
  ForecastOptions options(SampleKind kind) {
    ForecastOptions options = options(step, horizon, seasons, zone, country);
    return kind == SampleKind.COUNTER ? options.within(0, Double.POSITIVE_INFINITY) : options;
  }

  private static ForecastOptions options(
      Duration step, Duration horizon, List<Duration> seasons, ZoneId zone, String country) {
    return new ForecastOptions(
        steps(horizon, step),
        seasons.stream().map(season -> steps(season, step)).toList(),
        zone,
        Optional.ofNullable(country),
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY);
  }

  private static int steps(Duration length, Duration step) {
    return (int) Math.min(Integer.MAX_VALUE, length.toMillis() / step.toMillis());
  }

  /** The season that the naive forecast repeats, the same for whoever is judged: a day. */
  int naiveSeason() {
    return DAY.toMillis() % step.toMillis() == 0 ? steps(DAY, step) : 1;
  }

  /**
   * Why a series is not learned of which too little is known; without how much it is, so that a
   * report can count its like.
   */
  String tooShort() {
    return "less than " + text(minimumHistory) + " of history is known";
  }

  /** How many steps have to be known before a series is learned. */
  int minimumSteps() {
    return steps(minimumHistory, step);
  }
}
