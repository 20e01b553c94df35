package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.file.InputWindow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads an index file of version 1, 2 or 3. Opening it proves the header, the table of contents,
 * the symbol table and the postings offset table; postings and series are proved as they are read,
 * {@link #verify} proves the rest. Label sets come one at a time, never the whole index.
 *
 * <p>Not safe for use by several threads.
 */
public final class IndexReader implements AutoCloseable {

  /** The file's name within a block. */
  public static final String FILE = "index";

  private static final int READ_AHEAD = 1 << 17;
  private static final int LONGEST_VARINT = 10;

  private final BlockInput input;
  private final int version;
  private final IndexToc toc;
  private final Symbols symbols;
  private final PostingsTable table;
  private final InputWindow seriesWindow;
  private final InputWindow postingsWindow;
  private final MetricPostings metrics;

  private IndexReader(BlockInput input) {
    this.input = input;
    version = readVersion(input);
    toc = IndexToc.read(input);
    symbols = new Symbols(input, version, toc.symbols(), toc.endOf(toc.symbols()));
    table = new PostingsTable(input, version, toc);
    seriesWindow = input.window(READ_AHEAD);
    postingsWindow = input.window(READ_AHEAD);
    metrics = new MetricPostings(table, this::readPostings);
  }

  /**
   * Opens an index file.
   *
   * @throws CorruptBlockException where it is not one
   */
  public static IndexReader open(Path file) {
    BlockInput input = BlockInput.open(file);
    try {
      return new IndexReader(input);
    } catch (RuntimeException e) {
      input.close();
      throw e;
    }
  }

  private static int readVersion(BlockInput input) {
    ByteReader header = input.window(IndexFormat.HEADER_BYTES).read(0, IndexFormat.HEADER_BYTES);
    int magic = header.readInt();
    if (magic != IndexFormat.MAGIC) {
      throw new CorruptBlockException(
          input.file(),
          0,
          String.format("magic %08x of an index", IndexFormat.MAGIC),
          String.format("%08x", magic));
    }
    int version = header.readByte();
    if (version < IndexFormat.V1 || version > IndexFormat.V3) {
      throw new CorruptBlockException(
          input.file(), 4, "index version 1, 2 or 3", "version " + version);
    }
    return version;
  }

  public int version() {
    return version;
  }

  /** Whether the file holds label indices, which Prometheus 3.7 and later leave out. */
  public boolean hasLabelIndices() {
    return toc.hasLabelIndices();
  }

  /** How many metric names there are, the empty one of series without a name included. */
  public int metricNames() {
    return metrics.size();
  }

  /** The metric name at a position in their order, which is that of their UTF-8 bytes. */
  public String metricName(int metric) {
    return metrics.name(metric);
  }

  /** How many series the metric name at a position has. */
  public int seriesCount(int metric) {
    return metrics.seriesCount(metric);
  }

  /** The series of the metric name at a position. */
  public Postings postings(int metric) {
    return metrics.postings(metric);
  }

  /** All series. */
  public Postings allPostings() {
    return readPostings(table.allOffset());
  }

  /** How many series there are. */
  public int seriesCount() {
    return metrics.allSeries();
  }

  private Postings readPostings(long offset) {
    return PostingsReader.read(input, postingsWindow, offset, toc, unit());
  }

  /** How many bytes of the file one step of a series reference stands for. */
  private int unit() {
    return version == IndexFormat.V1 ? 1 : IndexFormat.SERIES_ALIGNMENT;
  }

  /** How many symbols there are. */
  public int symbols() {
    return symbols.count();
  }

  /** Hands every symbol to {@code consumer}, in the order of their UTF-8 bytes. */
  public void forEachSymbol(Consumer<String> consumer) {
    symbols.forEach(consumer);
  }

  /** Room for a series, to be filled by {@link #series}. */
  public SeriesEntry newEntry() {
    return new SeriesEntry(symbols);
  }

  /**
   * Fills {@code into} with the series that has this reference.
   *
   * @throws CorruptBlockException where there is none or its checksum differs
   */
  public void series(long ref, SeriesEntry into) {
    readSeries(ref * unit(), into);
  }

  /** Returns the offset behind the entry. */
  private long readSeries(long offset, SeriesEntry into) {
    long end = toc.seriesEnd();
    if (offset < toc.series() || offset >= end) {
      throw new CorruptBlockException(
          input.file(), offset, "a series between " + toc.series() + " and " + end, "none");
    }
    ByteReader prefix = seriesWindow.read(offset, (int) Math.min(LONGEST_VARINT, end - offset));
    int length = prefix.readCount(IndexFormat.LONGEST_SERIES_ENTRY, "bytes of a series entry");
    long start = prefix.offset();
    if (length > end - start - Integer.BYTES) {
      throw new CorruptBlockException(
          input.file(),
          offset,
          "a series entry of at most " + (end - start - Integer.BYTES) + " bytes",
          length + " bytes");
    }
    into.read(seriesWindow.read(start, length + Integer.BYTES).readChecked(length));
    return start + length + Integer.BYTES;
  }

  /**
   * Hands every series to {@code consumer} in the order of the file, which is the natural order of
   * label sets; the entry is valid during the call.
   *
   * @throws CorruptBlockException where a series, or the padding between two, is damaged
   */
  public void forEachSeries(Consumer<SeriesEntry> consumer) {
    SeriesEntry entry = newEntry();
    long at = toc.series();
    while ((at = skipPadding(at)) < toc.seriesEnd()) {
      at = readSeries(at, entry);
      consumer.accept(entry);
    }
  }

  private long skipPadding(long from) {
    long padded = (from + unit() - 1) / unit() * unit();
    long at = Math.min(padded, toc.seriesEnd());
    ByteReader padding = seriesWindow.read(from, (int) (at - from));
    while (padding.remaining() > 0) {
      int found = padding.readByte();
      if (found != 0) {
        throw new CorruptBlockException(
            input.file(), padding.offset() - 1, "padding of zeros", "byte " + found);
      }
    }
    return at;
  }

  /**
   * The symbols that no series uses, in ascending order: a head block's table names every label the
   * server had in memory, and the empty string.
   *
   * @throws UnsupportedOperationException for an index of version 1, whose table is not numbered
   */
  public List<String> unusedSymbols() {
    if (version == IndexFormat.V1) {
      throw new UnsupportedOperationException("symbols of index version 1 have no numbers");
    }
    BitSet used = new BitSet(symbols.count());
    forEachSeries(series -> series.markSymbols(used));
    List<String> unused = new ArrayList<>();
    for (int i = used.nextClearBit(0); i < symbols.count(); i = used.nextClearBit(i + 1)) {
      unused.add(symbols.lookup(i, toc.symbols()));
    }
    return unused;
  }

  /**
   * Proves what reading does not touch: every series, every list of postings, the label indices.
   *
   * @throws CorruptBlockException at the first part that is damaged
   */
  public void verify() {
    long[] series = new long[1];
    forEachSeries(entry -> series[0]++);
    if (series[0] != seriesCount()) {
      throw new CorruptBlockException(
          input.file(),
          table.allOffset(),
          "postings of all " + series[0] + " series",
          seriesCount() + " series");
    }
    table.forEach((name, value, offset) -> readPostings(offset));
    if (hasLabelIndices()) {
      LabelIndices.verify(input, toc);
    }
  }

  @Override
  public void close() {
    input.close();
  }
}
