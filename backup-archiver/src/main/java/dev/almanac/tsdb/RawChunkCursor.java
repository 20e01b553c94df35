package dev.almanac.tsdb;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.chunk.ChunkSegments;
import dev.almanac.tsdb.chunk.RawChunk;
import dev.almanac.tsdb.index.IndexReader;
import dev.almanac.tsdb.index.Postings;
import dev.almanac.tsdb.index.SeriesEntry;

/**
 * The chunks of a block as they lie in its files: every series in the order of the archive, every
 * chunk of it, undecoded and with nothing hidden.
 */
public final class RawChunkCursor {

  private final IndexReader index;
  private final ChunkSegments chunks;
  private final Tombstones tombstones;
  private final SeriesEntry entry;
  private final RawChunk raw = new RawChunk();

  private int metric = -1;
  private Postings postings;
  private int series;
  private int chunk;

  RawChunkCursor(IndexReader index, ChunkSegments chunks, Tombstones tombstones) {
    this.index = index;
    this.chunks = chunks;
    this.tombstones = tombstones;
    entry = index.newEntry();
  }

  /** Moves to the next series; false at the end. */
  public boolean nextSeries() {
    while (postings == null || ++series == postings.size()) {
      if (++metric == index.metricNames()) {
        return false;
      }
      postings = index.postings(metric);
      series = -1;
    }
    index.series(postings.ref(series), entry);
    chunk = -1;
    return true;
  }

  public Labels labels() {
    return entry.labels();
  }

  /** Whether tombstones hide anything of the series. */
  public boolean hasTombstones() {
    return !tombstones.of(postings.ref(series)).isEmpty();
  }

  /** The next chunk of the series, valid until the next call, or null when there is no more. */
  public RawChunk nextChunk() {
    if (++chunk >= entry.chunks()) {
      return null;
    }
    chunks.read(entry.chunkRefs[chunk], raw);
    return raw;
  }

  /** The current chunk's first timestamp, by the index. */
  public long minTime() {
    return entry.minTimes[chunk];
  }

  /** The current chunk's last timestamp, by the index. */
  public long maxTime() {
    return entry.maxTimes[chunk];
  }
}
