package dev.almanac.backup;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.tsdb.BlockCursor;
import dev.almanac.tsdb.chunk.ChunkDecoder;
import dev.almanac.tsdb.chunk.ChunkEncoder;
import java.util.function.Consumer;

/**
 * Passes a block's samples through, and checks on the way that each chunk, encoded again from its
 * samples, has the bytes it has in the block. So a backup knows before it is written whether rows
 * alone can bring the block back.
 */
final class ChunkAudit implements SeriesCursor {

  private final BlockCursor block;
  private final ArchivedBlock described;
  private final Consumer<KeptSeries> differing;
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ChunkDecoder decoder = new ChunkDecoder();
  private boolean noted;

  /**
   * @param differing told once of each series with a chunk that would come out otherwise
   */
  ChunkAudit(BlockCursor block, ArchivedBlock described, Consumer<KeptSeries> differing) {
    this.block = block;
    this.described = described;
    this.differing = differing;
  }

  @Override
  public boolean nextSeries() {
    noted = false;
    return block.nextSeries();
  }

  @Override
  public Labels labels() {
    return block.labels();
  }

  @Override
  public Run nextRun() {
    Run run = block.nextRun();
    if (run != null && !noted && !comesBack(run)) {
      noted = true;
      differing.accept(new KeptSeries(described.ulid(), block.labels()));
    }
    return run;
  }

  /** A chunk that spans midnight is checked where it starts. */
  private boolean comesBack(Run run) {
    if (block.hidden()) {
      return false;
    }
    if (!run.startsChunk()) {
      return true;
    }
    Run whole = block.clipped() ? decoder.decode(block.rawChunk()) : run;
    encoder.encode(whole);
    boolean padded = described.rebuild().paddedChunks() && encoder.endsWithWholeByte();
    return encoder.matches(block.rawChunk())
            == (padded ? ChunkEncoder.Match.TRAILING_ZERO : ChunkEncoder.Match.IDENTICAL)
        && whole.firstTimestamp() == block.minTime()
        && whole.lastTimestamp() == block.maxTime();
  }

  @Override
  public void close() {
    block.close();
  }
}
