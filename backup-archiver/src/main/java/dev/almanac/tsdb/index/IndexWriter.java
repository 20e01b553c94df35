package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockOutput;
import dev.almanac.tsdb.file.ByteWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes an index file of version 2, byte for byte as Prometheus does: first all symbols, then the
 * series in order, then what follows from them.
 *
 * <p>In memory lie the symbols and 8 bytes for each label of each series.
 */
public final class IndexWriter implements AutoCloseable {

  private static final long LARGEST_TABLE = 0xFFFFFFFFL;

  private final BlockOutput out;
  private final ByteWriter bytes = new ByteWriter();
  private final ByteWriter prefix = new ByteWriter();
  private final List<String> symbols;
  private final boolean labelIndices;
  private final PostingsBuilder postings;
  private final long symbolsStart;
  private final long seriesStart;
  private long lastRef;

  private IndexWriter(BlockOutput out, List<String> symbols, boolean labelIndices) {
    this.out = out;
    this.symbols = symbols;
    this.labelIndices = labelIndices;
    postings = new PostingsBuilder(out, symbols);
    bytes.putInt(IndexFormat.MAGIC);
    bytes.putByte(IndexFormat.V2);
    out.write(bytes);
    symbolsStart = out.position();
    writeSymbols();
    seriesStart = out.position();
  }

  /**
   * Begins an index.
   *
   * @param symbols every label name and value there will be, in the order of their UTF-8 bytes
   * @param labelIndices whether to write label indices, as Prometheus did before 3.7
   */
  public static IndexWriter create(Path file, List<String> symbols, boolean labelIndices) {
    BlockOutput out = BlockOutput.create(file);
    try {
      return new IndexWriter(out, symbols, labelIndices);
    } catch (RuntimeException e) {
      out.close();
      throw e;
    }
  }

  private void writeSymbols() {
    bytes.putInt(0);
    out.write(bytes);
    out.startCrc32c();
    bytes.putInt(symbols.size());
    for (String symbol : symbols) {
      bytes.putString(symbol);
      out.write(bytes);
    }
    out.write(bytes);
    finishTable(symbolsStart, "the symbol table");
  }

  /** Writes the checksum of a section and the length in front of it. */
  private void finishTable(long start, String what) {
    long length = out.position() - start - Integer.BYTES;
    if (length > LARGEST_TABLE) {
      throw new IllegalStateException(what + " is larger than 4 GiB, the most an index can hold");
    }
    bytes.putInt(out.crc32c());
    out.write(bytes);
    out.patchInt(start, (int) length);
  }

  /**
   * Appends a series. The caller keeps label names ascending, series in the order of their labels,
   * and the chunks of a series in the order of time and place.
   *
   * @param labels numbers of symbols: name, value, name, value, …
   * @param chunks how many entries of the arrays count
   * @return the reference that tombstones use for the series
   */
  public long addSeries(
      int[] labels, int chunks, long[] minTimes, long[] maxTimes, long[] chunkRefs) {
    out.pad(IndexFormat.SERIES_ALIGNMENT);
    long ref = out.position() / IndexFormat.SERIES_ALIGNMENT;
    if (ref > LARGEST_TABLE) {
      throw new IllegalStateException("the index is larger than 64 GiB, the most there can be");
    }
    bytes.putUvarint(labels.length / 2);
    for (int i = 0; i < labels.length; i += 2) {
      bytes.putUvarint(labels[i]);
      bytes.putUvarint(labels[i + 1]);
      postings.add(labels[i], labels[i + 1], ref);
    }
    postings.add(ref);
    bytes.putUvarint(chunks);
    for (int i = 0; i < chunks; i++) {
      if (i == 0) {
        bytes.putVarint(minTimes[0]);
      } else {
        bytes.putUvarint(minTimes[i] - maxTimes[i - 1]);
      }
      bytes.putUvarint(maxTimes[i] - minTimes[i]);
      if (i == 0) {
        bytes.putUvarint(chunkRefs[0]);
      } else {
        bytes.putVarint(chunkRefs[i] - chunkRefs[i - 1]);
      }
    }
    prefix.putUvarint(bytes.length());
    out.write(prefix);
    bytes.putInt(bytes.crc32c());
    out.write(bytes);
    lastRef = ref;
    return ref;
  }

  /** Writes what follows from the series and completes the file. */
  public void finish() {
    if (lastRef == 0) {
      throw new IllegalStateException("an index without series");
    }
    postings.sort();
    long labelIndicesStart = out.position();
    long[] places = labelIndices ? postings.writeLabelIndices() : new long[0];
    long postingsStart = out.position();
    postings.writePostings();
    long labelIndicesTable = out.position();
    if (labelIndices) {
      startTable();
      postings.writeLabelOffsets(places);
      finishTable(labelIndicesTable, "the label offset table");
    }
    long postingsTable = out.position();
    startTable();
    postings.writePostingsOffsets();
    finishTable(postingsTable, "the postings offset table");
    for (long start :
        new long[] {
          symbolsStart,
          seriesStart,
          labelIndicesStart,
          labelIndicesTable,
          postingsStart,
          postingsTable
        }) {
      bytes.putLong(start);
    }
    bytes.putInt(bytes.crc32c());
    out.write(bytes);
  }

  private void startTable() {
    bytes.putInt(0);
    out.write(bytes);
    out.startCrc32c();
  }

  /** Closes the file, complete or not. */
  @Override
  public void close() {
    out.close();
  }
}
