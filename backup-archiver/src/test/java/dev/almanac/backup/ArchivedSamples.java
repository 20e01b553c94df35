package dev.almanac.backup;

import dev.almanac.archive.ArchivePart;
import dev.almanac.archive.ArchiveReader;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Catalog;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;

/** What a backup holds, read back by our own reader. */
public final class ArchivedSamples {

  private ArchivedSamples() {}

  /** Every sample of the files that a backup names; none of them twice. */
  public static SampleTable of(String archive, String backup) {
    SampleTable samples = new SampleTable();
    try (BlobStore store = BlobStores.open(archive)) {
      for (ArchivePart part :
          ArchivedParts.open(store, new Catalog(store).resolve(backup).files())) {
        samples.add(ArchiveReader.open(part, SeriesRange.ALL, TimeRange.ALL));
      }
    }
    return samples;
  }
}
