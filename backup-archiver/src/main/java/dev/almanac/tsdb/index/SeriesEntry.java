package dev.almanac.tsdb.index;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.file.ByteReader;
import java.util.Arrays;
import java.util.BitSet;

/**
 * A series as the index describes it: its label set and its chunks' times and places; filled anew
 * by each {@link IndexReader#series}.
 */
public final class SeriesEntry {

  /** First timestamp of each chunk; the first {@link #chunks()} entries count. */
  public long[] minTimes = new long[16];

  /** Last timestamp of each chunk, inclusive. */
  public long[] maxTimes = new long[16];

  /** Reference of each chunk: index of the segment in the upper half, offset in the lower. */
  public long[] chunkRefs = new long[16];

  private final Symbols symbols;
  private long[] symbolRefs = new long[32];
  private int labels;
  private int chunks;
  private long offset;

  SeriesEntry(Symbols symbols) {
    this.symbols = symbols;
  }

  public int chunks() {
    return chunks;
  }

  /** Forgets the series: no label is left, and no chunk. */
  public void clear() {
    labels = 0;
    chunks = 0;
  }

  /** Where in the index file the entry lies. */
  public long offset() {
    return offset;
  }

  /** The label set, made anew by each call. */
  public Labels labels() {
    String[] pairs = new String[2 * labels];
    long text = 0;
    for (int i = 0; i < pairs.length; i++) {
      pairs[i] = symbols.lookup(symbolRefs[i], offset);
      text += pairs[i].length();
      if (text > IndexFormat.LONGEST_LABEL_SET) {
        throw symbols.corrupt(
            offset,
            "a label set of at most " + IndexFormat.LONGEST_LABEL_SET + " characters",
            "a longer one");
      }
    }
    return Labels.of(pairs);
  }

  /** Marks the numbers of the symbols in use. */
  void markSymbols(BitSet used) {
    for (int i = 0; i < 2 * labels; i++) {
      used.set(symbols.checkedNumber(symbolRefs[i], offset));
    }
  }

  /** Takes over the content of an entry whose checksum holds. */
  void read(ByteReader entry) {
    offset = entry.offset();
    readLabels(entry);
    readChunks(entry);
    if (entry.remaining() > 0) {
      throw entry.corrupt(
          "the end of the series entry", entry.remaining() + " bytes after its last chunk");
    }
  }

  private void readLabels(ByteReader entry) {
    labels = entry.readCount(entry.remaining() / 2, "labels in an entry of this length");
    if (symbolRefs.length < 2 * labels) {
      symbolRefs = new long[2 * labels];
    }
    for (int i = 0; i < 2 * labels; i += 2) {
      long name = entry.readUvarint();
      // The table is sorted, so references stand in the order of the names they refer to.
      if (i > 0 && Long.compareUnsigned(name, symbolRefs[i - 2]) <= 0) {
        throw entry.corrupt(
            "a label name after symbol " + symbolRefs[i - 2],
            "symbol " + Long.toUnsignedString(name));
      }
      symbolRefs[i] = name;
      symbolRefs[i + 1] = entry.readUvarint();
    }
  }

  private void readChunks(ByteReader entry) {
    // The least chunk: three numbers of a byte each.
    chunks = entry.readCount(entry.remaining() / 3, "chunks in an entry of this length");
    if (chunks > minTimes.length) {
      minTimes = Arrays.copyOf(minTimes, chunks);
      maxTimes = Arrays.copyOf(maxTimes, chunks);
      chunkRefs = Arrays.copyOf(chunkRefs, chunks);
    }
    long time = 0;
    long ref = 0;
    for (int i = 0; i < chunks; i++) {
      // Chunks of one series may overlap in blocks of old servers: the sum then wraps around.
      long minTime = i == 0 ? entry.readVarint() : time + entry.readUvarint();
      long maxTime = minTime + entry.readUvarint();
      if (maxTime < minTime) {
        throw entry.corrupt("a chunk that ends after it begins, at " + minTime, "" + maxTime);
      }
      ref = i == 0 ? entry.readUvarint() : ref + entry.readVarint();
      minTimes[i] = minTime;
      maxTimes[i] = maxTime;
      chunkRefs[i] = ref;
      time = maxTime;
    }
  }
}
