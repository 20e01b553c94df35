package dev.almanac.backup;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;

/** Where the chunks of restored series go, series by series. */
interface ChunkTarget {

  void startSeries(Labels labels);

  /** Encodes the run as a chunk of a block. */
  void writeChunk(long block, Run chunk);

  /** Takes the first {@code length} bytes of the data as a chunk of a block. */
  void writeChunk(
      long block,
      ChunkEncoding encoding,
      int samples,
      byte[] data,
      int length,
      long minTime,
      long maxTime);

  /** Says that the series begun last has no more chunks. */
  void endSeries();
}
