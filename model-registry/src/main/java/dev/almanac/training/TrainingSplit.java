package dev.almanac.training;

import dev.almanac.catalog.ArchivedFile;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

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

  /** How many float samples the files hold. */
  public long samples() {
    return files.stream()
        .filter(file -> file.kind().equals("samples"))
        .mapToLong(ArchivedFile::rows)
        .sum();
  }
}
