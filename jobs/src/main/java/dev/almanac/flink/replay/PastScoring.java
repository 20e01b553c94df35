package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.LiveModel;
import dev.almanac.flink.score.ScoreOutput;
import dev.almanac.flink.score.SeriesMemory;
import dev.almanac.flink.score.SeriesScorer;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import java.util.Arrays;
import java.util.List;

/**
 * Scores what an archive holds of a series as the live job would have scored it. Each series by
 * itself: what its siblings had found out by then is not asked, so that the answer depends neither
 * on which other series are replayed nor on how many workers there are.
 */
final class PastScoring {

  private final ReplayPlan plan;
  private final ModelFolders folders = new ModelFolders();
  private final SeriesScorer rules;

  PastScoring(ReplayPlan plan) {
    this.plan = plan;
    rules = new SeriesScorer(plan.config());
  }

  /** Whether a series is scored at all. */
  boolean scores(Labels labels) {
    return rules.begin(labels, null) != null;
  }

  /**
   * What was done.
   *
   * @param kind what the samples meant
   * @param scored samples, in the time that is told of
   * @param due how many alarms the settings allow for them
   */
  record Told(SampleKind kind, long scored, double due) {}

  /**
   * Scores a series.
   *
   * @param runs all its samples, in order of time
   */
  Told score(Labels labels, List<SeriesRun> runs, ScoreOutput to) {
    SeriesScorer scorer = new SeriesScorer(plan.config());
    SeriesMemory memory = scorer.begin(labels, null);
    PastPaths paths = new PastPaths(labels, runs, plan, folders);
    LiveModel model = null;
    long begin = plan.told().from();
    long learned = 0;
    double before = 0;
    for (SeriesRun run : runs) {
      int from = firstFrom(run, plan.from());
      while (from < run.size()) {
        long time = run.timestamps()[from];
        LiveModel newest = paths.at(time);
        if (newest == null || model == null || !model.doesFor(newest)) {
          if (newest != null) {
            scorer.change(labels, memory, model, newest);
          }
          model = newest;
        }
        boolean warmingUp = time < begin;
        int until = firstFrom(run, warmingUp ? Math.min(begin, paths.end()) : paths.end());
        scorer.score(run.part(from, until), memory, model, to);
        if (warmingUp) {
          learned = scorer.counts().scored;
          before = scorer.counts().alarmsDue;
        }
        from = until;
      }
    }
    return new Told(
        memory.kind(), scorer.counts().scored - learned, scorer.counts().alarmsDue - before);
  }

  /** The place of the first sample that is not before a time. */
  private static int firstFrom(SeriesRun run, long time) {
    int place = Arrays.binarySearch(run.timestamps(), time);
    return place < 0 ? -place - 1 : place;
  }
}
