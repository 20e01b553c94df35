package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.episode.Episode;
import dev.almanac.episode.EpisodeLimits;
import dev.almanac.episode.EpisodeQuery;
import dev.almanac.episode.EpisodeSearch;
import dev.almanac.episode.LiveScores;
import dev.almanac.episode.Peak;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What fired: episodes of scores above 1. */
final class AnomalyRoutes {

  private static final Duration USUAL = Duration.ofHours(24);
  private static final Duration DEAD_TIME = Duration.ofMinutes(10);
  private static final int MOST = 1000;
  private static final int USUAL_AT_ONCE = 100;

  /** Each question has pages of a day's files in memory. */
  private static final int AT_ONCE = 2;

  private static final long PATIENCE_SECONDS = 30;

  private final EpisodeSearch search;
  private final Clock clock;
  private final Semaphore places = new Semaphore(AT_ONCE, true);

  AnomalyRoutes(BlobStore store, Optional<LiveScores> live, Clock clock) {
    search = new EpisodeSearch(store, live, EpisodeLimits.DEFAULT);
    this.clock = clock;
  }

  List<Route> routes() {
    return List.of(Route.get("/api/v1/anomalies", this::anomalies));
  }

  private void anomalies(Exchange exchange) throws IOException {
    EpisodeQuery query = query(exchange);
    Form form = Form.of(exchange, Form.JSON, Form.CSV);
    int limit = exchange.number("limit", 1, MOST, USUAL_AT_ONCE);
    enter();
    try {
      Page<Episode> page =
          Page.of(search.find(query), exchange.parameter("after"), limit, AnomalyRoutes::key);
      List<Peak> peaks = search.peaks(page.elements());
      AnomalyWriter writer = new AnomalyWriter(page, peaks);
      page.next().ifPresent(next -> exchange.header("X-Next", next));
      exchange.content(form.type(), form == Form.CSV ? writer.csv() : writer.json());
    } finally {
      places.release();
    }
  }

  private void enter() {
    try {
      if (!places.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new ProblemException(
            Problem.Kind.UNAVAILABLE, "others ask for anomalies, which takes its time; try again");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(Problem.Kind.UNAVAILABLE, "the server stops", e);
    }
  }

  private EpisodeQuery query(Exchange exchange) {
    Selector match = exchange.parameter("match", Selector::parse).orElse(Selector.ALL);
    long to = exchange.parameter("to", ForecastQuery::time).orElse(clock.millis());
    long from = exchange.parameter("from", ForecastQuery::time).orElse(to - USUAL.toMillis());
    Duration gap = exchange.parameter("gap", ForecastQuery::length).orElse(DEAD_TIME);
    return new EpisodeQuery(
        match, Exchange.valid("from", () -> new TimeRange(from, Math.addExact(to, 1))), gap);
  }

  /** Tells an episode from every other of the same question. */
  private static String key(Episode episode) {
    byte[] series = episode.score().toString().getBytes(StandardCharsets.UTF_8);
    return episode.start() + "-" + Sha256.of(series).substring(0, 16);
  }
}
