package dev.almanac.gateway;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.archive.SeriesRow;
import dev.almanac.series.SeriesCursor;
import java.util.List;

/**
 * Some days of all archives, read side by side. The slices of a query follow each other in time and
 * share none of it, so that each may be read after the other.
 */
interface Slice {

  /** The files that list its series. */
  List<ArchiveInput> lists();

  /** About how many samples it has of a series that is listed; 0 for none. */
  double samplesOf(SeriesRow row);

  /**
   * The series that are wanted. Of samples that several archives hold of one series and instant the
   * first archive's is taken.
   */
  SeriesCursor open(Survey survey);
}
