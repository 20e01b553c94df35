package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.SeriesMemory;
import dev.almanac.flink.score.SeriesScorer;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.util.Arrays;
import java.util.List;

/**
 * Scores what an archive holds of a series as the live job would have scored it. Each series by
 * itself: what its siblings had found out by then is not asked, so that the answer depends neither
 * on which other series are replayed nor on how many workers there are.
 */
final class PastScoring {

  private final ScoreConfig config;
  private final TimeRange told;
  private final SeriesScorer rules;

  PastScoring(ReplayPlan plan) {
    config = plan.config();
    told = plan.told();
    rules = new SeriesScorer(config);
  }

  /** Whether a series is scored at all. */
  boolean scores(Labels labels) {
    return rules.begin(labels, null) != null;
  }

  /** What the samples of a series that is scored mean. */
  SampleKind kind(Labels labels) {
    return rules.begin(labels, null).kind();
  }

  /**
   * Scores a series.
   *
   * @param runs all its samples, in order of time
   */
  Told score(Labels labels, List<SeriesRun> runs, ScoreOutput to) {
    SeriesScorer scorer = new SeriesScorer(config);
    SeriesMemory memory = scorer.begin(labels, null);
    long learned = 0;
    double before = 0;
    for (SeriesRun run : runs) {
      int first = firstTold(run);
      if (first > 0) {
        scorer.score(run.part(0, first), memory, null, to);
        learned = scorer.counts().scored;
        before = scorer.counts().alarmsDue;
      }
      if (first < run.size()) {
        scorer.score(run.part(first, run.size()), memory, null, to);
      }
    }
    return new Told(scorer.counts().scored - learned, scorer.counts().alarmsDue - before);
  }

  private int firstTold(SeriesRun run) {
    int place = Arrays.binarySearch(run.timestamps(), told.from());
    return place < 0 ? -place - 1 : place;
  }

  /**
   * What was done in the time that is told of.
   *
   * @param scored samples
   * @param due how many alarms the settings allow
   */
  record Told(long scored, double due) {}
}
