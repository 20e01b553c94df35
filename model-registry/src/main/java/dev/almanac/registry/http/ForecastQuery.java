package dev.almanac.registry.http;

import dev.almanac.config.Durations;
import dev.almanac.series.Selector;
import dev.almanac.training.LoadedSeries;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What somebody wants to know of the future.
 *
 * @param selector which series
 * @param horizon how far ahead of the end of the history; empty where times are given
 * @param from the first time that is wanted, in milliseconds; empty for the first there is
 * @param to the last time that is wanted
 * @param step milliseconds from one that is wanted to the next; empty for the model's own
 * @param levels the quantiles that are wanted, ascending
 * @param history how much of what was is wanted before
 */
record ForecastQuery(
    Selector selector,
    Optional<Duration> horizon,
    Optional<Long> from,
    Optional<Long> to,
    Optional<Long> step,
    List<Double> levels,
    Duration history) {

  private static final Duration USUAL = Duration.ofHours(24);
  private static final List<Double> USUAL_LEVELS = List.of(0.025, 0.975);
  private static final int MOST_LEVELS = 20;
  private static final int MOST_STEPS = 20_000;

  /** The query of a request. */
  static ForecastQuery of(Exchange exchange) {
    Selector selector =
        exchange
            .parameter("series", Selector::parse)
            .orElseThrow(
                () ->
                    new ProblemException(
                        Problem.Kind.BAD_REQUEST,
                        "series is missing: a selector, as PromQL writes it"));
    Optional<Duration> horizon = exchange.parameter("horizon", ForecastQuery::positive);
    Optional<Long> from = exchange.parameter("from", ForecastQuery::time);
    Optional<Long> to = exchange.parameter("to", ForecastQuery::time);
    if (horizon.isPresent() && to.isPresent()) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "horizon and to both say where to end; give one of them");
    }
    return new ForecastQuery(
        selector,
        to.isPresent() ? Optional.empty() : Optional.of(horizon.orElse(USUAL)),
        from,
        to,
        exchange.parameter("step", text -> positive(text).toMillis()),
        exchange.parameter("levels", ForecastQuery::levels).orElse(USUAL_LEVELS),
        exchange.parameter("history", ForecastQuery::length).orElse(Duration.ZERO));
  }

  /** A length of time, which may be 0. */
  static Duration length(String text) {
    return text.equals("0") ? Duration.ZERO : Durations.parse(text);
  }

  private static Duration positive(String text) {
    Duration length = Durations.parse(text);
    if (length.isZero()) {
      throw new IllegalArgumentException("expected a length of time above zero");
    }
    return length;
  }

  /** As Prometheus takes times: seconds since 1970, or ISO 8601. */
  static long time(String text) {
    try {
      return text.matches("[0-9]{1,11}(\\.[0-9]{1,3})?")
          ? Math.round(Double.parseDouble(text) * 1000)
          : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw new IllegalArgumentException(
          "expected seconds since 1970 or a time like 2026-11-23T23:00:00Z, found \"" + text + "\"",
          e);
    }
  }

  private static List<Double> levels(String text) {
    List<String> parts = List.of(text.split(",", -1));
    if (parts.size() > MOST_LEVELS) {
      throw new IllegalArgumentException("expected " + MOST_LEVELS + " levels at most");
    }
    return parts.stream().map(ForecastQuery::level).sorted().distinct().toList();
  }

  private static double level(String text) {
    double level = text.matches("0?\\.[0-9]{1,9}") ? Double.parseDouble(text) : Double.NaN;
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "expected numbers between 0 and 1 such as 0.025,0.5,0.975, found \"" + text + "\"");
    }
    return level;
  }

  /** How many of a series' own steps reach as far as is wanted. */
  int steps(LoadedSeries series) {
    long step = series.model().step();
    long ahead =
        horizon.isPresent()
            ? horizon.get().toMillis() / step
            : Math.floorDiv(to.orElseThrow() - series.recent().end(), step) + 1;
    if (ahead > MOST_STEPS) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "%s has steps of %d s, and %d of them are too many: %d at most"
              .formatted(series.labels(), step / 1000, ahead, MOST_STEPS));
    }
    return (int) Math.max(1, ahead);
  }

  /** Which of a series' own steps are wanted: every so manieth. */
  int stride(LoadedSeries series) {
    long own = series.model().step();
    long wanted = step.orElse(own);
    if (wanted % own != 0) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "step: %s has steps of %d s; give a multiple of that"
              .formatted(series.labels(), own / 1000));
    }
    return (int) Math.min(MOST_STEPS, wanted / own);
  }

  /** Whether a time is wanted. */
  boolean isWanted(long time) {
    return time >= from.orElse(Long.MIN_VALUE) && time <= to.orElse(Long.MAX_VALUE);
  }
}
