package dev.almanac.backup;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.BlockWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * Neighbouring blocks that are written at the same time, each from the first chunk on that belongs
 * to it. Series come in the natural order of label sets.
 */
final class NewBlocks implements ChunkTarget, AutoCloseable {

  private final LongFunction<BlockWriter> create;
  private final Map<Long, OpenBlock> blocks = new TreeMap<>();
  private Labels labels;

  /**
   * @param create begins the block of a number
   */
  NewBlocks(LongFunction<BlockWriter> create) {
    this.create = create;
  }

  @Override
  public void startSeries(Labels series) {
    labels = series;
  }

  @Override
  public void writeChunk(long block, Run chunk) {
    open(block).writeChunk(chunk);
  }

  @Override
  public void writeChunk(
      long block,
      ChunkEncoding encoding,
      int samples,
      byte[] data,
      int length,
      long minTime,
      long maxTime) {
    open(block).writeChunk(encoding, samples, data, 0, length, minTime, maxTime);
  }

  @Override
  public void endSeries() {
    // The writer of a block sees it by the next series.
  }

  /** The writer of a block, told of the current series where it does not know of it yet. */
  private BlockWriter open(long number) {
    OpenBlock block = blocks.computeIfAbsent(number, n -> new OpenBlock(create.apply(n)));
    if (!labels.equals(block.series)) {
      block.writer.startSeries(labels);
      block.series = labels;
    }
    return block.writer;
  }

  /** Completes the blocks; they are described in order of time. */
  List<BlockMeta> finish() {
    List<BlockMeta> finished = new ArrayList<>();
    for (OpenBlock block : blocks.values()) {
      finished.add(BlockMeta.read(block.writer.finish()));
    }
    return finished;
  }

  /** Removes blocks that were not finished. */
  @Override
  public void close() {
    blocks.values().forEach(block -> block.writer.close());
  }

  private static final class OpenBlock {

    private final BlockWriter writer;
    private Labels series;

    OpenBlock(BlockWriter writer) {
      this.writer = writer;
    }
  }
}
