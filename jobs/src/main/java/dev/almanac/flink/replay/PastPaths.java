package dev.almanac.flink.replay;

import dev.almanac.flink.live.SeriesRun;
import dev.almanac.flink.score.LiveModel;
import dev.almanac.forecast.History;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import dev.almanac.training.LearnedModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What was expected of one series, time after time: as the live job is told it, by the version in
 * use then and from the samples that the newest backup of that time had.
 */
final class PastPaths {

  /** Paths are renewed when a third of them has passed, as the live job's are. */
  private static final int RENEWALS = 3;

  private final Labels series;
  private final List<SeriesRun> runs;
  private final TimeRange read;
  private final PastModels models;
  private final ModelFolders folders;
  private final Map<Steps, History> histories = new HashMap<>();

  private int use = -1;
  private long renewAt = Long.MAX_VALUE;
  private LiveModel model;

  /** How samples become steps. */
  private record Steps(SampleKind kind, long step) {}

  /**
   * @param runs all samples of the series, in order of time
   */
  PastPaths(Labels series, List<SeriesRun> runs, ReplayPlan plan, ModelFolders folders) {
    this.series = series;
    this.runs = runs;
    read = plan.read();
    models = plan.models();
    this.folders = folders;
  }

  /** What is expected at a time, not before one that was asked for earlier; null for nothing. */
  LiveModel at(long time) {
    int place = models.at(time);
    if (place != use || time >= renewAt) {
      use = place;
      model = place < 0 ? null : model(models.uses().get(place), time);
      renewAt =
          model == null
              ? Long.MAX_VALUE
              : time + Math.max(1, (model.path().end() - time) / RENEWALS);
    }
    return model;
  }

  /** Until when the same is expected as at the time that was asked for last. */
  long end() {
    return Math.min(models.end(use), renewAt);
  }

  private LiveModel model(PastModels.Use now, long time) {
    if (now.version() == 0) {
      return null;
    }
    LearnedModel learned = folders.learned(now.folder(), series);
    if (learned == null) {
      return null;
    }
    Steps steps = new Steps(learned.kind(), learned.model().step());
    History known = until(histories.computeIfAbsent(steps, this::history), now.known());
    return learned
        .path(known.last(Math.max(1, learned.model().memory())), time)
        .map(path -> new LiveModel(now.version(), learned.digest(), learned.kind(), path))
        .orElse(null);
  }

  /** The steps that are over at a time. */
  private static History until(History all, long time) {
    long steps = Math.floorDiv(time - all.start(), all.step());
    return all.slice(0, (int) Math.max(0, Math.min(all.length(), steps)));
  }

  private History history(Steps steps) {
    long step = steps.step();
    long end = Math.floorDiv(read.until(), step);
    long first = Math.max(end - Resampling.MOST_STEPS, -Math.floorDiv(-read.from(), step));
    Resampler all =
        new Resampler(
            Resampling.of(steps.kind(), first * step, step, (int) Math.max(1, end - first)));
    for (SeriesRun run : runs) {
      all.append(run.timestamps(), run.valueBits(), 0, run.size());
    }
    return all.history();
  }
}
