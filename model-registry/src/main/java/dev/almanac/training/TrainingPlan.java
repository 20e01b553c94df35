package dev.almanac.training;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.TimeRange;
import java.io.Serializable;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

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
    return new TrainingPlan(archive, backup.id(), time, config, splits(backup.files(), time));
  }

  static List<TrainingSplit> splits(List<ArchivedFile> files, TimeRange time) {
    SortedMap<LocalDate, List<ArchivedFile>> days = new TreeMap<>();
    for (ArchivedFile file : files) {
      boolean rows = !file.kind().equals("chunks");
      if (rows && ArchiveLayout.rangeOf(file.day().toEpochDay()).overlaps(time)) {
        days.computeIfAbsent(file.day(), day -> new ArrayList<>()).add(file);
      }
    }
    List<TrainingSplit> splits = new ArrayList<>();
    days.forEach((day, ofDay) -> splits.add(new TrainingSplit(splits.size(), day, ofDay)));
    return splits;
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
