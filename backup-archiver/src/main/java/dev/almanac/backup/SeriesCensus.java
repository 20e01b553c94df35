package dev.almanac.backup;

import dev.almanac.archive.SeriesIds;
import dev.almanac.catalog.History;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every label set of a snapshot, looked at once: how many there are, and which of them share a hash
 * and so need another id.
 *
 * @param series distinct label sets
 * @param salted label sets whose id is not their plain hash, those of earlier backups too
 */
record SeriesCensus(long series, Map<Labels, Long> salted) {

  static SeriesCensus of(SnapshotBlocks blocks, List<Manifest> earlier, History history) {
    Map<Labels, Long> known = new HashMap<>();
    history.salted().forEach((labels, id) -> known.put(Labels.of(labels), id));
    for (Manifest manifest : earlier) {
      manifest.salted().forEach((labels, id) -> known.put(Labels.of(labels), id));
    }
    SeriesIds ids = new SeriesIds(known);
    long series = 0;
    try (SeriesCursor all = blocks.cursor(SeriesRange.ALL, TimeRange.ALL)) {
      while (all.nextSeries()) {
        ids.idOf(all.labels());
        series++;
      }
    }
    return new SeriesCensus(series, ids.salted());
  }
}
