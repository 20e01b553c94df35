package dev.almanac.flink.replay;

import dev.almanac.catalog.Manifest;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.series.TimeRange;
import dev.almanac.training.TrainingSplit;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What is replayed; workers anywhere can carry it out.
 *
 * @param archive the archive's root
 * @param selector of series, as PromQL writes it; only those that the configuration scores count
 * @param config how they are scored
 * @param models which models were in use when
 * @param read which samples are read
 * @param from which time on they are scored; what models expect follows those before, too
 * @param told of which time it is told what would have fired; what is scored before is learned from
 * @param splits the pieces of the archive, in order of days
 */
public record ReplayPlan(
    String archive,
    String selector,
    ScoreConfig config,
    PastModels models,
    TimeRange read,
    long from,
    TimeRange told,
    List<TrainingSplit> splits)
    implements Serializable {

  /** As far as a model looks back at the samples before a forecast. */
  private static final Duration MODELS_LOOK_BACK = Duration.ofDays(35);

  public ReplayPlan {
    splits = List.copyOf(splits);
  }

  /**
   * Plans to replay a part of what a backup holds.
   *
   * @param warmUp how much of the time before is learned from, as far as the backup has it
   * @param told which part is told of
   */
  public static ReplayPlan of(
      String archive,
      Manifest backup,
      String selector,
      ScoreConfig config,
      PastModels models,
      Duration warmUp,
      TimeRange told) {
    long held = backup.totals().timeRange().from();
    long from = Math.max(held, told.from() - warmUp.toMillis());
    long known = models.uses().isEmpty() ? from : told.from() - MODELS_LOOK_BACK.toMillis();
    TimeRange read = new TimeRange(Math.max(held, Math.min(from, known)), told.until());
    List<TrainingSplit> splits = TrainingSplit.of(backup.files(), read);
    return new ReplayPlan(archive, selector, config, models, read, from, told, splits);
  }

  /** How many float samples the days hold that are read, those of series not replayed too. */
  public long samples() {
    return splits.stream().mapToLong(TrainingSplit::samples).sum();
  }
}
