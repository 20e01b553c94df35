package dev.almanac.training;

import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.TimeRange;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * What one training reads and learns; workers anywhere can carry it out.
 *
 * @param archive the archive's root
 * @param backup the id of the backup whose samples are read
 * @param time which samples
 * @param config what is learned, and how
 * @param splits the pieces of the archive, in order of days
 */
public record TrainingPlan(
    String archive,
    String backup,
    TimeRange time,
    TrainingConfig config,
    List<TrainingSplit> splits)
    implements Serializable {

  public TrainingPlan {
    splits = List.copyOf(splits);
  }

  /**
   * Plans to learn from the newest samples of a backup.
   *
   * @param archive the archive's root
   */
  public static TrainingPlan of(String archive, Manifest backup, TrainingConfig config) {
    long until = backup.totals().timeRange().until();
    TimeRange time = new TimeRange(until - config.window().toMillis(), until);
    return new TrainingPlan(
        archive, backup.id(), time, config, TrainingSplit.of(backup.files(), time));
  }

  /** How many float samples the days hold that are read, those of series not learned too. */
  public long samples() {
    return splits.stream().mapToLong(TrainingSplit::samples).sum();
  }

  /** The steps of a series: whole ones within the time, counted from 1970. */
  Resampling resampling(SampleKind kind, Duration step) {
    long length = step.toMillis();
    long first = -Math.floorDiv(-time.from(), length);
    long end = Math.floorDiv(time.until(), length);
    return Resampling.of(kind, first * length, length, (int) Math.max(1, end - first));
  }
}
