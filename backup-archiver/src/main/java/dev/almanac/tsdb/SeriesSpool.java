package dev.almanac.tsdb;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.BlockOutput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.ByteWriter;
import dev.almanac.tsdb.file.InputWindow;
import dev.almanac.tsdb.index.IndexWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Keeps series in a file until all symbols are known, which an index begins with. In memory are the
 * symbols alone.
 */
final class SeriesSpool {

  private static final int READ_AHEAD = 1 << 18;

  private final Path file;
  private final BlockOutput out;
  private final ByteWriter bytes = new ByteWriter();
  private final ByteWriter prefix = new ByteWriter();

  /** Each symbol's number in order of appearance. */
  private final Map<String, Integer> symbols = new HashMap<>();

  private long series;

  SeriesSpool(Path file) {
    this.file = file;
    out = BlockOutput.create(file);
  }

  long series() {
    return series;
  }

  /** Makes sure the index names these symbols whether a series uses them or not. */
  void addSymbols(Collection<String> more) {
    more.forEach(this::number);
  }

  private int number(String symbol) {
    return symbols.computeIfAbsent(symbol, s -> symbols.size());
  }

  void add(Labels labels, ChunkTable chunks) {
    bytes.putInt(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      bytes.putInt(number(labels.name(i)));
      bytes.putInt(number(labels.value(i)));
    }
    bytes.putInt(chunks.size());
    for (int i = 0; i < chunks.size(); i++) {
      bytes.putLong(chunks.minTimes[i]);
      bytes.putLong(chunks.maxTimes[i]);
      bytes.putLong(chunks.refs[i]);
    }
    prefix.putInt(bytes.length());
    out.write(prefix);
    out.write(bytes);
    series++;
  }

  /** Writes the index; {@code refs} is told the reference of each series, in order. */
  void writeIndex(Path indexFile, boolean labelIndices, LongConsumer refs) {
    out.close();
    List<String> sorted = new ArrayList<>(symbols.keySet());
    sorted.sort(Labels::compareUtf8);
    int[] numbers = new int[sorted.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[symbols.get(sorted.get(i))] = i;
    }
    try (BlockInput in = BlockInput.open(file);
        IndexWriter index = IndexWriter.create(indexFile, sorted, labelIndices)) {
      InputWindow window = in.window(READ_AHEAD);
      ChunkTable chunks = new ChunkTable();
      for (long at = 0; at < in.size(); ) {
        int length = window.read(at, Integer.BYTES).readInt();
        ByteReader entry = window.read(at + Integer.BYTES, length);
        refs.accept(addTo(index, entry, numbers, chunks));
        at += Integer.BYTES + length;
      }
      index.finish();
    }
  }

  private static long addTo(IndexWriter index, ByteReader entry, int[] numbers, ChunkTable chunks) {
    int[] labels = new int[2 * entry.readInt()];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = numbers[entry.readInt()];
    }
    chunks.clear();
    for (int left = entry.readInt(); left > 0; left--) {
      chunks.add(entry.readLong(), entry.readLong(), entry.readLong());
    }
    return index.addSeries(labels, chunks.size(), chunks.minTimes, chunks.maxTimes, chunks.refs);
  }

  void close() {
    out.close();
  }
}
