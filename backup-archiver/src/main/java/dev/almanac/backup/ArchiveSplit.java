package dev.almanac.backup;

import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.SeriesRange;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.List;

/**
 * One piece of a backup that is worked on alone: a range of series on one UTC day. It becomes at
 * most one file of each kind.
 *
 * @param part its number within the backup, from 0
 * @param day the UTC day
 * @param series which series
 * @param estimatedSamples about how many samples the snapshot holds here
 * @param archived the files in which earlier backups hold samples of that day
 */
public record ArchiveSplit(
    int part, LocalDate day, SeriesRange series, long estimatedSamples, List<ArchivedFile> archived)
    implements Serializable {

  public ArchiveSplit {
    archived = List.copyOf(archived);
  }
}
