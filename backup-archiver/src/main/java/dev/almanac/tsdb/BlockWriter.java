package dev.almanac.tsdb;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.tsdb.chunk.ChunkEncoder;
import dev.almanac.tsdb.chunk.ChunkSegmentWriter;
import dev.almanac.tsdb.index.IndexReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Writes a block as Prometheus would: the same files, the same bytes, where the same series are
 * given with the same chunks. It grows in a folder that Prometheus takes for unfinished, and gets
 * its name when it is whole.
 *
 * <pre>{@code
 * try (BlockWriter block = BlockWriter.create(data, Ulid.at(now))) {
 *   block.startSeries(labels);      // in the natural order of label sets
 *   block.writeChunk(run);          // in order of time
 *   block.finish();
 * }
 * }</pre>
 *
 * <p>Not safe for use by several threads.
 */
public final class BlockWriter implements AutoCloseable {

  private static final String UNFINISHED = ".tmp-for-creation";
  private static final String SPOOL = "series.spool";

  private final Path parent;
  private final String ulid;
  private final Path folder;
  private final SeriesSpool spool;
  private ChunkSegmentWriter segments;
  private final ChunkEncoder encoder = new ChunkEncoder();
  private final ChunkTable chunks = new ChunkTable();
  private final List<Tombstones.Tombstone> deletions = new ArrayList<>();
  private final BlockTally tally = new BlockTally();

  private boolean labelIndices;
  private boolean paddedChunks;
  private byte[] tombstonesFile;
  private Labels series;
  private boolean finished;

  private BlockWriter(Path parent, String ulid) {
    this.parent = parent;
    this.ulid = ulid;
    folder = parent.resolve(ulid + UNFINISHED);
    BlockFolders.delete(folder);
    BlockFolders.create(folder);
    spool = new SeriesSpool(folder.resolve(SPOOL));
    segments = new ChunkSegmentWriter(folder.resolve(BlockReader.CHUNKS));
  }

  /**
   * Begins a block in {@code parent}; what an earlier, broken attempt at the same name left behind
   * is removed.
   *
   * @throws IllegalArgumentException where the name is no ULID or is taken
   */
  public static BlockWriter create(Path parent, String ulid) {
    if (!Ulid.isUlid(ulid)) {
      throw new IllegalArgumentException("a block needs a ULID for its name, not " + ulid);
    }
    if (Files.exists(parent.resolve(ulid))) {
      throw new IllegalArgumentException(parent.resolve(ulid) + " exists already");
    }
    return new BlockWriter(parent, ulid);
  }

  /** Writes label indices too, as Prometheus did before 3.7. */
  public BlockWriter withLabelIndices(boolean labelIndices) {
    this.labelIndices = labelIndices;
    return this;
  }

  /** Pads chunks that {@linkplain ChunkEncoder#endsWithWholeByte end with a whole byte}. */
  public BlockWriter withPaddedChunks(boolean paddedChunks) {
    this.paddedChunks = paddedChunks;
    return this;
  }

  /** Starts a new segment before one would grow beyond this many bytes; to be set first. */
  public BlockWriter withSegmentBytes(long segmentBytes) {
    segments.close();
    segments = new ChunkSegmentWriter(folder.resolve(BlockReader.CHUNKS), segmentBytes);
    return this;
  }

  /** Makes the segments as long as these, which the same chunks have filled; to be set first. */
  public BlockWriter withSegmentSizes(List<Long> sizes) {
    segments.close();
    segments = new ChunkSegmentWriter(folder.resolve(BlockReader.CHUNKS), sizes);
    return this;
  }

  /** Takes the tombstones file as it is instead of what {@link #delete} says; empty: no file. */
  public BlockWriter withTombstonesFile(byte[] content) {
    tombstonesFile = content.clone();
    return this;
  }

  /** Lets the index name these label names or values too, used or not, as a head block does. */
  public BlockWriter withSymbols(Collection<String> symbols) {
    spool.addSymbols(symbols);
    return this;
  }

  /**
   * Begins a series.
   *
   * @throws IllegalArgumentException where it does not sort after the one before
   */
  public void startSeries(Labels labels) {
    if (series != null && labels.compareTo(series) <= 0) {
      throw new IllegalArgumentException("series " + labels + " does not sort after " + series);
    }
    endSeries();
    series = labels;
    segments.startSeries();
  }

  private void endSeries() {
    if (series != null) {
      spool.add(series, chunks);
      chunks.clear();
    }
  }

  /** Appends all samples of the run to the series, as one chunk. */
  public void writeChunk(Run run) {
    encoder.encode(run);
    tally.add(run.encoding(), run.size());
    writeChunk(
        run.encoding(),
        encoder.bytes(),
        0,
        paddedChunks ? encoder.paddedLength() : encoder.length(),
        run.firstTimestamp(),
        run.lastTimestamp());
  }

  /**
   * Appends a chunk to the series as it is.
   *
   * @param samples how many samples it holds
   */
  public void writeChunk(
      ChunkEncoding encoding,
      int samples,
      byte[] data,
      int offset,
      int length,
      long minTime,
      long maxTime) {
    tally.add(encoding, samples);
    writeChunk(encoding, data, offset, length, minTime, maxTime);
  }

  private void writeChunk(
      ChunkEncoding encoding, byte[] data, int offset, int length, long minTime, long maxTime) {
    if (series == null) {
      throw new IllegalStateException("a chunk before the first series");
    }
    int last = chunks.size() - 1;
    if (last >= 0 && minTime <= chunks.maxTimes[last]) {
      throw new IllegalArgumentException(
          "a chunk of "
              + series
              + " from "
              + minTime
              + " on after one that ends at "
              + chunks.maxTimes[last]);
    }
    chunks.add(minTime, maxTime, segments.write(encoding, data, offset, length));
    tally.include(minTime, maxTime);
  }

  /** Hides what the series has from {@code minTime} to {@code maxTime}, inclusive. */
  public void delete(long minTime, long maxTime) {
    // The reference is known when the index is written; until then the position stands for it.
    deletions.add(new Tombstones.Tombstone(spool.series(), minTime, maxTime));
  }

  /**
   * Completes the block and describes it by what was written.
   *
   * @return its folder
   */
  public Path finish() {
    endSeries();
    Tombstones tombstones = writeIndex();
    String json = tally.describe(ulid, spool.series(), tombstones);
    return finish(tombstones, json);
  }

  /**
   * Completes the block with this text for its {@code meta.json}.
   *
   * @return its folder
   * @throws dev.almanac.tsdb.file.CorruptBlockException where the text describes no block
   * @throws IllegalArgumentException where it describes another
   */
  public Path finish(String metaJson) {
    BlockMeta meta = BlockMeta.parse(folder.resolve(BlockMeta.FILE), metaJson);
    if (!meta.ulid().equals(ulid)) {
      throw new IllegalArgumentException(
          "the description of " + meta.ulid() + " for block " + ulid);
    }
    endSeries();
    return finish(writeIndex(), metaJson);
  }

  private Tombstones writeIndex() {
    if (spool.series() == 0) {
      throw new IllegalStateException("a block without series");
    }
    segments.close();
    List<Tombstones.Tombstone> tombstones = new ArrayList<>();
    long[] position = {0};
    int[] next = {0};
    spool.writeIndex(
        folder.resolve(IndexReader.FILE),
        labelIndices,
        ref -> {
          while (next[0] < deletions.size() && deletions.get(next[0]).seriesRef() == position[0]) {
            Tombstones.Tombstone deletion = deletions.get(next[0]++);
            tombstones.add(new Tombstones.Tombstone(ref, deletion.minTime(), deletion.maxTime()));
          }
          position[0]++;
        });
    return Tombstones.of(tombstones);
  }

  private Path finish(Tombstones tombstones, String metaJson) {
    BlockFolders.delete(folder.resolve(SPOOL));
    if (tombstonesFile == null) {
      tombstones.write(folder);
    } else if (tombstonesFile.length > 0) {
      BlockFolders.write(folder.resolve(Tombstones.FILE), tombstonesFile);
    }
    BlockFolders.write(folder.resolve(BlockMeta.FILE), metaJson);
    BlockFolders.sync(folder.resolve(BlockReader.CHUNKS));
    BlockFolders.sync(folder);
    Path block = parent.resolve(ulid);
    try {
      Files.move(folder, block, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot give " + folder + " its name " + ulid, e);
    }
    BlockFolders.sync(parent);
    finished = true;
    return block;
  }

  /** Removes what was written of a block that was not finished. */
  @Override
  public void close() {
    if (!finished) {
      segments.close();
      spool.close();
      BlockFolders.delete(folder);
    }
  }
}
