package dev.almanac.training;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.TimeRange;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One piece of the archive that is read alone: a UTC day, with all files that hold samples of it.
 * Two backups may hold samples of a series that lie between each other's, and a rate needs them in
 * order of time; days do not mix.
 *
 * @param number its place among the pieces, in order of days, from 0
 * @param files of the day, with their rows of series
 */
public record TrainingSplit(int number, LocalDate day, List<ArchivedFile> files)
    implements Serializable {

  public TrainingSplit {
    files = List.copyOf(files);
  }

  /** The days that have samples of some time, in their order, each with all its files of rows. */
  public static List<TrainingSplit> of(List<ArchivedFile> files, TimeRange time) {
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

  /** How many float samples the files hold. */
  public long samples() {
    return files.stream()
        .filter(file -> file.kind().equals("samples"))
        .mapToLong(ArchivedFile::rows)
        .sum();
  }
}
