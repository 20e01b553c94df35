package dev.almanac.episode;

import dev.almanac.anomaly.ScoreNames;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks up what was known at the worst moments of some episodes. */
final class Peaks {

  private static final long DAY = Duration.ofDays(1).toMillis();

  private final ArchivedRuns archive;
  private final Optional<LiveScores> live;

  /** The samples of one moment; those of another are others. */
  private record Wanted(Episode episode, Map<Labels, Sought> samples) {

    static Wanted of(Episode episode) {
      long at = episode.peakAt();
      Map<Labels, Sought> samples = new HashMap<>();
      samples.put(episode.source(), Sought.source(episode.source(), at));
      for (String metric : List.of(ScoreNames.FORECAST, ScoreNames.LOWER, ScoreNames.UPPER)) {
        samples.put(ScoreNames.beside(episode.score(), metric), Sought.value(at));
      }
      return new Wanted(episode, samples);
    }

    Peak peak() {
      return new Peak(
          samples.get(episode.source()).found(),
          samples.get(ScoreNames.beside(episode.score(), ScoreNames.FORECAST)).found(),
          samples.get(ScoreNames.beside(episode.score(), ScoreNames.LOWER)).found(),
          samples.get(ScoreNames.beside(episode.score(), ScoreNames.UPPER)).found());
    }
  }

  Peaks(ArchivedRuns archive, Optional<LiveScores> live) {
    this.archive = archive;
    this.live = live;
  }

  /** What was known of each, in their order. */
  List<Peak> of(List<Episode> episodes, long archiveEnd) {
    List<Wanted> wanted = episodes.stream().map(Wanted::of).toList();
    fromArchive(wanted);
    live.ifPresent(
        server ->
            wanted.stream()
                .filter(one -> one.episode().peakAt() >= archiveEnd)
                .forEach(one -> fromServer(server, one)));
    return wanted.stream().map(Wanted::peak).toList();
  }

  /** Day by day: what is wanted of another day is not read. */
  private void fromArchive(List<Wanted> wanted) {
    TreeMap<Long, List<Wanted>> days = new TreeMap<>();
    for (Wanted one : wanted) {
      long day = Math.floorDiv(one.episode().peakAt(), DAY);
      days.computeIfAbsent(day, key -> new ArrayList<>()).add(one);
    }
    days.values().forEach(this::readDay);
  }

  private void readDay(List<Wanted> wanted) {
    TreeMap<Labels, List<Sought>> bySeries = new TreeMap<>(Labels.BY_METRIC_NAME);
    long from = Long.MAX_VALUE;
    long until = Long.MIN_VALUE;
    for (Wanted one : wanted) {
      for (Map.Entry<Labels, Sought> sample : one.samples().entrySet()) {
        bySeries.computeIfAbsent(sample.getKey(), key -> new ArrayList<>()).add(sample.getValue());
        from = Math.min(from, sample.getValue().range().from());
        until = Math.max(until, sample.getValue().range().until());
      }
    }
    archive.read(
        new SeriesRange(bySeries.firstKey(), null),
        bySeries::containsKey,
        new TimeRange(from, until),
        (labels, run) -> bySeries.get(labels).forEach(sought -> sought.take(run)));
  }

  private static void fromServer(LiveScores server, Wanted wanted) {
    wanted
        .samples()
        .forEach(
            (series, sought) ->
                server.read(
                    exactly(series),
                    sought.range(),
                    (labels, run) -> take(labels, run, series, sought)));
  }

  private static void take(Labels labels, FloatRun run, Labels series, Sought sought) {
    if (labels.equals(series)) {
      sought.take(run);
    }
  }

  private static List<Matcher> exactly(Labels series) {
    List<Matcher> matchers = new ArrayList<>();
    series
        .toMap()
        .forEach((name, value) -> matchers.add(new Matcher(name, Matcher.Type.EQ, value)));
    return matchers;
  }
}
