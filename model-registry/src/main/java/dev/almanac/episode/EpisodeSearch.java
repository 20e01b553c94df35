package dev.almanac.episode;

import dev.almanac.anomaly.ScoreNames;
import dev.almanac.blob.BlobStore;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds the episodes of anomalies in the scores that {@code almanac watch} wrote: in those that are
 * archived and, where there is a running server, in what it has beyond the archive. Safe for use by
 * several threads; each question holds its episodes and pages of one day's files in memory.
 */
public final class EpisodeSearch {

  private static final Selector SCORES =
      Selector.of(List.of(new Matcher(Labels.METRIC_NAME, Matcher.Type.EQ, ScoreNames.SCORE)));

  private final ArchivedRuns archive;
  private final Optional<LiveScores> live;
  private final EpisodeLimits limits;
  private final Peaks peaks;

  /**
   * @param store the archive; it stays its owner's to close
   */
  public EpisodeSearch(BlobStore store, Optional<LiveScores> live, EpisodeLimits limits) {
    archive = new ArchivedRuns(store);
    this.live = live;
    this.limits = limits;
    peaks = new Peaks(archive, live);
  }

  /**
   * The episodes that are wanted, by their beginnings. One that began before the query's time, or
   * goes on after it, is told as far as it lies within.
   *
   * @throws TooManyException where that is too much
   * @throws LiveUnavailableException where the running server is needed and does not answer
   */
  public List<Episode> find(EpisodeQuery query) {
    EpisodeCollector collector = new EpisodeCollector(query.gap().toMillis(), limits);
    Predicate<Labels> wanted =
        labels ->
            labels.metricName().equals(ScoreNames.SCORE)
                && query.match().matches(ScoreNames.sourceOf(labels));
    archive.read(SCORES.range(), wanted, query.time(), collector::add);
    TimeRange rest = rest(query.time());
    if (live.isPresent() && !rest.isEmpty()) {
      live.get()
          .read(
              matchers(query),
              rest,
              (labels, run) -> {
                if (wanted.test(labels)) {
                  collector.add(labels, run);
                }
              });
    }
    return collector.all();
  }

  /** What the archive does not have yet. */
  private TimeRange rest(TimeRange time) {
    return time.intersect(new TimeRange(archive.end(), Long.MAX_VALUE));
  }

  /** What the server can sort out by itself: by the name of the metric that was scored. */
  private static List<Matcher> matchers(EpisodeQuery query) {
    List<Matcher> matchers = new ArrayList<>(SCORES.matchers());
    query.match().matchers().stream()
        .filter(matcher -> matcher.name().equals(Labels.METRIC_NAME))
        .map(matcher -> new Matcher(ScoreNames.SOURCE, matcher.type(), matcher.value()))
        .forEach(matchers::add);
    return matchers;
  }

  /** What was known when each of these was worst, in their order. */
  public List<Peak> peaks(List<Episode> episodes) {
    return peaks.of(episodes, archive.end());
  }
}
