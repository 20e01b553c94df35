package dev.almanac.tsdb;

import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.chunk.ChunkSegments;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.index.IndexReader;
import dev.almanac.tsdb.index.Postings;
import dev.almanac.tsdb.index.SeriesEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A block of a Prometheus: its description, its series, their samples.
 *
 * <p>Not safe for use by several threads: each opens its own. Cursors of one reader share its
 * buffers.
 */
public final class BlockReader implements AutoCloseable {

  /** The name of the folder of chunk segments within a block. */
  static final String CHUNKS = "chunks";

  private final Path folder;
  private final BlockMeta meta;
  private final Tombstones tombstones;
  private final IndexReader index;
  private final ChunkSegments chunks;
  private final SeriesEntry entry;

  private int cachedMetric = -1;
  private Postings cachedPostings;

  private BlockReader(
      Path folder, BlockMeta meta, Tombstones tombstones, IndexReader index, ChunkSegments chunks) {
    this.folder = folder;
    this.meta = meta;
    this.tombstones = tombstones;
    this.index = index;
    this.chunks = chunks;
    entry = index.newEntry();
  }

  /**
   * Opens a block's folder and proves all of it but series and chunks, which are proved as they are
   * read.
   *
   * @throws CorruptBlockException where it is no sound block
   * @throws java.io.UncheckedIOException where a file cannot be read
   */
  public static BlockReader open(Path folder) {
    BlockMeta meta = BlockMeta.read(folder);
    checkName(folder, meta);
    Tombstones tombstones = Tombstones.read(folder);
    IndexReader index = IndexReader.open(folder.resolve(IndexReader.FILE));
    try {
      ChunkSegments chunks = ChunkSegments.open(folder.resolve(CHUNKS));
      return new BlockReader(folder, meta, tombstones, index, chunks);
    } catch (RuntimeException e) {
      index.close();
      throw e;
    }
  }

  private static void checkName(Path folder, BlockMeta meta) {
    String name = String.valueOf(folder.toAbsolutePath().normalize().getFileName());
    if (Ulid.isUlid(name) && !name.equals(meta.ulid())) {
      throw new CorruptBlockException(
          folder.resolve(BlockMeta.FILE), "the ULID of its folder", meta.ulid());
    }
  }

  public Path folder() {
    return folder;
  }

  public BlockMeta meta() {
    return meta;
  }

  public Tombstones tombstones() {
    return tombstones;
  }

  /** The index file's version: 1, 2 or 3. */
  public int indexVersion() {
    return index.version();
  }

  /** Whether the index holds label indices, which Prometheus 3.7 and later leave out. */
  public boolean hasLabelIndices() {
    return index.hasLabelIndices();
  }

  /** The symbols of the index that no series uses; see {@link IndexReader#unusedSymbols}. */
  public List<String> unusedSymbols() {
    return index.unusedSymbols();
  }

  /** The size of its chunks' files together. */
  public long chunkBytes() {
    return chunks.bytes();
  }

  /** How many series the block has. */
  public long seriesCount() {
    return index.seriesCount();
  }

  /** The metric names, in the order of their UTF-8 bytes, with how many series each has. */
  public List<MetricCount> metricNames() {
    List<MetricCount> names = new ArrayList<>(index.metricNames());
    for (int i = 0; i < index.metricNames(); i++) {
      names.add(new MetricCount(index.metricName(i), index.seriesCount(i)));
    }
    return names;
  }

  /**
   * The label set at a position among the series of a metric name, in their order.
   *
   * @throws IllegalArgumentException where the block has no such metric or the metric not so many
   *     series
   */
  public Labels seriesAt(String metricName, long position) {
    int metric = firstMetricFrom(metricName);
    if (metric == index.metricNames() || !index.metricName(metric).equals(metricName)) {
      throw new IllegalArgumentException("block " + meta.ulid() + " has no metric " + metricName);
    }
    if (position < 0 || position >= index.seriesCount(metric)) {
      throw new IllegalArgumentException(
          "series " + position + " of the " + index.seriesCount(metric) + " of " + metricName);
    }
    return labels(metric, (int) position);
  }

  /** How many series of the block lie in the range. */
  public long count(SeriesRange range) {
    SeriesPosition from = firstIn(range);
    SeriesPosition until = firstAfter(range);
    long count = (long) until.series() - from.series();
    for (int metric = from.metric(); metric < until.metric(); metric++) {
      count += index.seriesCount(metric);
    }
    return Math.max(0, count);
  }

  /**
   * The samples of these series in this range of time, those that tombstones cover left out. Series
   * of which no chunk reaches into the range of time are left out too.
   */
  public BlockCursor cursor(SeriesRange series, TimeRange time) {
    return new BlockCursor(
        folder, index, chunks, tombstones, firstIn(series), firstAfter(series), time);
  }

  /** Every chunk of every series as its bytes, whether tombstones hide samples of it or not. */
  public RawChunkCursor rawChunks() {
    return new RawChunkCursor(index, chunks, tombstones);
  }

  /** Every file of the block with its fingerprint; reads them all. */
  public List<BlockFile> files() {
    return BlockFile.in(folder);
  }

  /**
   * Proves the parts of the index that reading series does not touch.
   *
   * @throws CorruptBlockException at the first part that is damaged
   */
  public void verifyIndex() {
    index.verify();
  }

  private SeriesPosition firstIn(SeriesRange range) {
    return range.from() == null ? new SeriesPosition(0, 0) : firstFrom(range.from());
  }

  private SeriesPosition firstAfter(SeriesRange range) {
    return range.until() == null
        ? new SeriesPosition(index.metricNames(), 0)
        : firstFrom(range.until());
  }

  /** The first series that does not sort before {@code bound}. */
  private SeriesPosition firstFrom(Labels bound) {
    int metric = firstMetricFrom(bound.metricName());
    if (metric == index.metricNames() || !index.metricName(metric).equals(bound.metricName())) {
      return new SeriesPosition(metric, 0);
    }
    int low = 0;
    int high = index.seriesCount(metric);
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (labels(metric, middle).compareTo(bound) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == index.seriesCount(metric)
        ? new SeriesPosition(metric + 1, 0)
        : new SeriesPosition(metric, low);
  }

  private int firstMetricFrom(String name) {
    int low = 0;
    int high = index.metricNames();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Labels.compareUtf8(index.metricName(middle), name) < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Labels labels(int metric, int position) {
    if (cachedMetric != metric) {
      cachedPostings = index.postings(metric);
      cachedMetric = metric;
    }
    index.series(cachedPostings.ref(position), entry);
    return entry.labels();
  }

  @Override
  public void close() {
    try {
      chunks.close();
    } finally {
      index.close();
    }
  }
}
