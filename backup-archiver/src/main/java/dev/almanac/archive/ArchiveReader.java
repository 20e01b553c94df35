package dev.almanac.archive;

import dev.almanac.blob.BlobStore;
import dev.almanac.series.*;
import java.util.List;

public final class ArchiveReader {
  public ArchiveReader(BlobStore store) {}

  public SeriesCursor open(List<?> part, SeriesRange range, TimeRange time) {
    return null;
  }
}
