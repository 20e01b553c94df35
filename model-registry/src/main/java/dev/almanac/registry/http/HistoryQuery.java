package dev.almanac.registry.http;

import dev.almanac.config.Durations;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.gateway.History;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What somebody wants to see of archived series, in steps.
 *
 * @param selector which series
 * @param start time of the first step, in milliseconds: a multiple of the step
 * @param step milliseconds
 * @param steps how many
 * @param kind what the samples mean; empty to tell by each metric's name
 */
record HistoryQuery(
    Selector selector, long start, long step, int steps, Optional<SampleKind> kind) {

  /** As many points as Prometheus answers with. */
  static final int MOST_STEPS = 11_000;

  /** The end of the year 9999: sums of such times are far from what a long can hold. */
  private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();

  private static final long USUAL_STEPS = 600;
  private static final Duration USUAL = Duration.ofDays(1);

  /** Lengths that people read easily, in seconds. */
  private static final long[] ROUND = {
    1, 5, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400
  };

  /**
   * The query of a request.
   *
   * @param history whose end is meant where a request does not say until when
   */
  static HistoryQuery of(Exchange exchange, History history) {
    Selector selector = selector(exchange);
    TimeRange time = time(exchange, history);
    long step =
        exchange
            .parameter("step", HistoryQuery::step)
            .orElseGet(() -> roundStep(time.until() - time.from()));
    long start = Math.floorDiv(time.from(), step) * step;
    long steps = -Math.floorDiv(start - time.until(), step);
    if (steps > MOST_STEPS) {
      throw new ProblemException(
          Problem.Kind.TOO_MUCH,
          "step: that would be %,d steps, %,d at most are answered; ask for longer ones or for less time"
              .formatted(steps, MOST_STEPS));
    }
    return new HistoryQuery(
        selector, start, step, (int) steps, exchange.parameter("kind", HistoryQuery::kind));
  }

  private static Selector selector(Exchange exchange) {
    return exchange
        .parameter("match", Selector::parse)
        .orElseThrow(
            () ->
                new ProblemException(
                    Problem.Kind.BAD_REQUEST, "match is missing: a selector, as PromQL writes it"));
  }

  /** The time that a request is about: usually the last day that there is. */
  static TimeRange time(Exchange exchange, History history) {
    long until =
        exchange
            .parameter("to", ForecastQuery::time)
            .map(to -> to + 1)
            .orElseGet(() -> history.time().map(TimeRange::until).orElse(0L));
    long from =
        exchange.parameter("from", ForecastQuery::time).orElseGet(() -> until - USUAL.toMillis());
    if (Math.max(Math.abs(from), Math.abs(until)) > LATEST) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST, "from, to: expected times before the year 10000");
    }
    if (from >= until) {
      throw new ProblemException(
          Problem.Kind.BAD_REQUEST,
          "from: expected a time before %d.%03d, the end; found %d.%03d"
              .formatted(until / 1000, until % 1000, from / 1000, from % 1000));
    }
    return new TimeRange(from, until);
  }

  private static long step(String text) {
    long step = Durations.parse(text).toMillis();
    if (step < 1 || step > Resampling.LONGEST_STEP) {
      throw new IllegalArgumentException("expected a length of time above zero, 10d at most");
    }
    return step;
  }

  private static SampleKind kind(String text) {
    return switch (text) {
      case "gauge" -> SampleKind.GAUGE;
      case "counter" -> SampleKind.COUNTER;
      default ->
          throw new IllegalArgumentException(
              "expected gauge or counter, found \"" + text.toLowerCase(Locale.ROOT) + "\"");
    };
  }

  /** The shortest step that needs no more than are usual. */
  private static long roundStep(long length) {
    for (long seconds : ROUND) {
      if (length <= seconds * 1000 * USUAL_STEPS) {
        return seconds * 1000;
      }
    }
    return ROUND[ROUND.length - 1] * 1000;
  }

  /** The time that the steps cover. */
  TimeRange time() {
    return new TimeRange(start, start + step * steps);
  }

  /** How the samples of a series become steps. */
  Resampling resampling(Labels labels) {
    return Resampling.of(kind.orElseGet(() -> SampleKind.ofName(labels)), start, step, steps);
  }
}
