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
 * @param archived the files in which the archive holds samples of that day
 * @param rewrite whether to write everything there is of that day, in place of what is archived
 */
public record ArchiveSplit(
    int part,
    LocalDate day,
    SeriesRange series,
    long estimatedSamples,
    List<ArchivedFile> archived,
    boolean rewrite)
    implements Serializable {

  public ArchiveSplit {
    archived = List.copyOf(archived);
  }

  /** The same piece, to be written anew as a whole. */
  ArchiveSplit rewritten() {
    return new ArchiveSplit(part, day, series, estimatedSamples, archived, true);
  }
}
