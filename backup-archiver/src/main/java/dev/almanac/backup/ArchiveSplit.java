package dev.almanac.backup;

import static java.util.stream.Collectors.toSet;

import dev.almanac.catalog.ArchivedFile;
import dev.almanac.series.SeriesRange;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One piece of a backup that is worked on alone: a range of series on one UTC day. It becomes at
 * most one file of each kind.
 *
 * @param part its number within the backup, from 0
 * @param day the UTC day
 * @param series which series
 * @param estimatedSamples about how many samples the snapshot holds here
 * @param archived the files in which the archive holds samples of that day
 * @param lost those among them that are gone or damaged, as far as that is known
 * @param rewrite whether to write everything there is of that day, in place of what is archived
 */
public record ArchiveSplit(
    int part,
    LocalDate day,
    SeriesRange series,
    long estimatedSamples,
    List<ArchivedFile> archived,
    List<ArchivedFile> lost,
    boolean rewrite)
    implements Serializable {

  public ArchiveSplit {
    archived = List.copyOf(archived);
    lost = List.copyOf(lost);
  }

  /** The same piece, to be written anew as a whole. */
  ArchiveSplit rewritten() {
    return new ArchiveSplit(part, day, series, estimatedSamples, archived, lost, true);
  }

  /** The same piece, of which it is known that these files, too, are gone or damaged. */
  ArchiveSplit without(Collection<ArchivedFile> files) {
    Set<ArchivedFile> all = new LinkedHashSet<>(lost);
    all.addAll(files);
    return new ArchiveSplit(
        part, day, series, estimatedSamples, archived, List.copyOf(all), rewrite);
  }

  /**
   * The files that can be read. Files of one part are worth nothing without each other, so one that
   * is lost takes the others with it.
   */
  List<ArchivedFile> readable() {
    Set<String> lostParts = lost.stream().map(ArchivedParts::partOf).collect(toSet());
    return archived.stream()
        .filter(file -> !lostParts.contains(ArchivedParts.partOf(file)))
        .toList();
  }
}
