package dev.almanac.backup;

import dev.almanac.archive.ArchivedChunk;
import dev.almanac.archive.ChunkRows;
import dev.almanac.series.Labels;
import java.util.ArrayList;
import java.util.List;

/**
 * The kept chunks of a block, series by series in the order of the archive, out of the files of
 * several backups; no two of them keep the same series.
 */
final class KeptChunkRows {

  private final List<Source> sources = new ArrayList<>();

  KeptChunkRows(List<ChunkRows> files) {
    files.forEach(file -> sources.add(new Source(file)));
  }

  /** The series that {@link #take} would give next, or null at the end. */
  Labels labels() {
    Source first = first();
    return first == null ? null : first.next.labels();
  }

  /** All chunks of the next series, in the order of the block. */
  List<ArchivedChunk> take() {
    Source first = first();
    Labels labels = first.next.labels();
    List<ArchivedChunk> chunks = new ArrayList<>();
    while (first.next != null && first.next.labels().equals(labels)) {
      chunks.add(first.next);
      first.advance();
    }
    return chunks;
  }

  private Source first() {
    Source first = null;
    for (Source source : sources) {
      if (source.next != null
          && (first == null
              || Labels.BY_METRIC_NAME.compare(source.next.labels(), first.next.labels()) < 0)) {
        first = source;
      }
    }
    return first;
  }

  private static final class Source {

    private final ChunkRows rows;
    private ArchivedChunk next;

    Source(ChunkRows rows) {
      this.rows = rows;
      advance();
    }

    void advance() {
      next = rows.next();
    }
  }
}
