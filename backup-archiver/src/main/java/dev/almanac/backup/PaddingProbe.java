package dev.almanac.backup;

import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockCursor;
import dev.almanac.tsdb.BlockReader;
import dev.almanac.tsdb.chunk.ChunkEncoder;

/**
 * Finds out whether a block's chunks were written by a Prometheus before 3.0, which left a zero
 * byte behind data that ended with a whole byte.
 */
final class PaddingProbe {

  /** Far more chunks than it takes to meet a few that end with a whole byte. */
  private static final int CHUNKS = 20_000;

  private static final int VOTES = 32;

  private PaddingProbe() {}

  static boolean of(BlockReader block) {
    ChunkEncoder encoder = new ChunkEncoder();
    int padded = 0;
    int bare = 0;
    int left = CHUNKS;
    BlockCursor series = block.cursor(SeriesRange.ALL, TimeRange.ALL);
    while (series.nextSeries()) {
      for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
        if (left-- == 0 || padded + bare == VOTES) {
          return padded > bare;
        }
        if (!series.hidden()) {
          encoder.encode(run);
          if (encoder.endsWithWholeByte()) {
            switch (encoder.matches(series.rawChunk())) {
              case IDENTICAL -> bare++;
              case TRAILING_ZERO -> padded++;
              case DIFFERENT -> {}
            }
          }
        }
      }
    }
    return padded > bare;
  }
}
