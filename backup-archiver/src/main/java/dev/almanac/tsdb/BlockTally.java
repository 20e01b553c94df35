package dev.almanac.tsdb;

import dev.almanac.series.ChunkEncoding;
import java.util.List;

/** Counts what goes into a block, for its description. */
final class BlockTally {

  private long floatSamples;
  private long histogramSamples;
  private long chunks;
  private long minTime = Long.MAX_VALUE;
  private long maxTime = Long.MIN_VALUE;

  void add(ChunkEncoding encoding, int samples) {
    if (encoding.isHistogram()) {
      histogramSamples += samples;
    } else {
      floatSamples += samples;
    }
    chunks++;
  }

  void include(long chunkMinTime, long chunkMaxTime) {
    minTime = Math.min(minTime, chunkMinTime);
    maxTime = Math.max(maxTime, chunkMaxTime);
  }

  /** The text of a {@code meta.json}, in the form of Prometheus. */
  String describe(String ulid, long series, Tombstones tombstones) {
    boolean empty = chunks == 0;
    return BlockMeta.json(
        ulid,
        empty ? 0 : minTime,
        empty ? 0 : maxTime + 1,
        new BlockStats(
            floatSamples + histogramSamples,
            floatSamples,
            histogramSamples,
            series,
            chunks,
            tombstones.all().size()),
        new Compaction(1, List.of(ulid), List.of()));
  }
}
