package dev.almanac.flink.replay;

import dev.almanac.catalog.Manifest;
import dev.almanac.flink.score.ScoreConfig;
import dev.almanac.series.TimeRange;
import dev.almanac.training.TrainingSplit;
import java.io.Serializable;
import java.util.List;

/**
 * What is replayed; workers anywhere can carry it out.
 *
 * @param archive the archive's root
 * @param selector of series, as PromQL writes it; only those that the configuration scores count
 * @param config how they are scored
 * @param read which samples are scored: those before {@code told} are learned from
 * @param told of which time it is told what would have fired
 * @param splits the pieces of the archive, in order of days
 */
public record ReplayPlan(
    String archive,
    String selector,
    ScoreConfig config,
    TimeRange read,
    TimeRange told,
    List<TrainingSplit> splits)
    implements Serializable {

  public ReplayPlan {
    splits = List.copyOf(splits);
  }

  /**
   * Plans to replay a part of what a backup holds.
   *
   * @param read which samples, as far as the backup has them
   * @param told the part of it that is told of
   */
  public static ReplayPlan of(
      String archive,
      Manifest backup,
      String selector,
      ScoreConfig config,
      TimeRange read,
      TimeRange told) {
    List<TrainingSplit> splits = TrainingSplit.of(backup.files(), read);
    return new ReplayPlan(archive, selector, config, read, told, splits);
  }

  /** How many float samples the days hold that are read, those of series not replayed too. */
  public long samples() {
    return splits.stream().mapToLong(TrainingSplit::samples).sum();
  }
}
