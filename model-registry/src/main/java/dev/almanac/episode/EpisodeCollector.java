package dev.almanac.episode;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Makes episodes of scores, which come in order of time for each series. */
final class EpisodeCollector {

  /** By beginning; of several that begin at once, in the order of the archive. */
  private static final Comparator<Episode> ORDER =
      Comparator.comparingLong(Episode::start).thenComparing(Episode::score, Labels.BY_METRIC_NAME);

  private final long gap;
  private final EpisodeLimits limits;
  private final Map<Labels, Episode> open = new HashMap<>();
  private final List<Episode> ended = new ArrayList<>();
  private long read;

  EpisodeCollector(long gap, EpisodeLimits limits) {
    this.gap = gap;
    this.limits = limits;
  }

  /** Takes more scores of a series. */
  void add(Labels labels, FloatRun scores) {
    read += scores.size();
    if (read > limits.samples()) {
      throw new TooManyException(
          "more than %d scores lie in that time; ask for less time".formatted(limits.samples()));
    }
    for (int i = 0; i < scores.size(); i++) {
      double score = Double.longBitsToDouble(scores.valueBits[i]);
      if (score > 1) {
        add(labels, scores.timestamps[i], score);
      }
    }
  }

  private void add(Labels labels, long time, double score) {
    Episode before = open.get(labels);
    if (before != null && time <= before.end()) {
      return; // the archive and the running server both have it
    }
    if (before != null && time - before.end() < gap) {
      open.put(labels, before.with(time, score));
      return;
    }
    if (before != null) {
      ended.add(before);
    }
    open.put(labels, Episode.of(labels, time, score));
    if (ended.size() + open.size() > limits.episodes()) {
      throw new TooManyException(
          "more than %d episodes lie in that time; ask for fewer series or less time"
              .formatted(limits.episodes()));
    }
  }

  /** All episodes, by their beginnings. */
  List<Episode> all() {
    List<Episode> all = new ArrayList<>(ended);
    all.addAll(open.values());
    all.sort(ORDER);
    return all;
  }
}
