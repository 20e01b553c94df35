package dev.almanac.tsdb.index;

import dev.almanac.tsdb.file.BlockOutput;
import dev.almanac.tsdb.file.ByteWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers which series carry which label, and writes the sections of the index that say so. */
final class PostingsBuilder {

  private final BlockOutput out;
  private final List<String> symbols;
  private final ByteWriter bytes = new ByteWriter();
  private final LongList all = new LongList();

  /** By number of the label name: number of the value in the upper half, series in the lower. */
  private final TreeMap<Integer, LongList> byName = new TreeMap<>();

  /** Where each list lies: that of all series, then in order of name and value. */
  private final LongList places = new LongList();

  PostingsBuilder(BlockOutput out, List<String> symbols) {
    this.out = out;
    this.symbols = symbols;
  }

  void add(long series) {
    all.add(series);
  }

  void add(int name, int value, long series) {
    byName.computeIfAbsent(name, n -> new LongList()).add((long) value << 32 | series);
  }

  /** Puts the series of each label together. */
  void sort() {
    byName.values().forEach(LongList::sort);
  }

  /** What is done with the series of a label: entries {@code [from, until)} of its name's list. */
  private interface Visitor {
    void label(int name, int value, LongList list, int from, int until);
  }

  private void forEachLabel(Visitor visitor) {
    for (Map.Entry<Integer, LongList> entry : byName.entrySet()) {
      LongList list = entry.getValue();
      for (int from = 0; from < list.size(); ) {
        int value = value(list, from);
        int until = from + 1;
        while (until < list.size() && value(list, until) == value) {
          until++;
        }
        visitor.label(entry.getKey(), value, list, from, until);
        from = until;
      }
    }
  }

  private static int value(LongList list, int i) {
    return (int) (list.get(i) >>> 32);
  }

  /** Writes the values of each label name; returns where, in order of name. */
  long[] writeLabelIndices() {
    long[] starts = new long[byName.size()];
    int index = 0;
    for (Map.Entry<Integer, LongList> entry : byName.entrySet()) {
      out.pad(IndexFormat.POSTINGS_ALIGNMENT);
      starts[index++] = out.position();
      LongList list = entry.getValue();
      ByteWriter values = new ByteWriter();
      int count = 0;
      for (int i = 0; i < list.size(); i++) {
        if (i == 0 || value(list, i) != value(list, i - 1)) {
          values.putInt(value(list, i));
          count++;
        }
      }
      bytes.putInt(2 * Integer.BYTES + values.length());
      out.write(bytes);
      out.startCrc32c();
      bytes.putInt(1);
      bytes.putInt(count);
      out.write(bytes);
      out.write(values);
      bytes.putInt(out.crc32c());
      out.write(bytes);
    }
    return starts;
  }

  /** Writes the content of the table of label indices. */
  void writeLabelOffsets(long[] starts) {
    bytes.putInt(starts.length);
    int index = 0;
    for (int name : byName.keySet()) {
      bytes.putUvarint(1);
      bytes.putString(symbols.get(name));
      bytes.putUvarint(starts[index++]);
      out.write(bytes);
    }
    out.write(bytes);
  }

  void writePostings() {
    out.pad(IndexFormat.POSTINGS_ALIGNMENT);
    writeList(all, 0, all.size());
    forEachLabel((name, value, list, from, until) -> writeList(list, from, until));
  }

  private void writeList(LongList list, int from, int until) {
    places.add(out.position());
    long length = Integer.BYTES * (until - from + 1L);
    bytes.putInt((int) length);
    out.write(bytes);
    out.startCrc32c();
    bytes.putInt(until - from);
    out.write(bytes);
    for (int i = from; i < until; i++) {
      bytes.putInt((int) list.get(i));
      if (bytes.length() >= 1 << 16) {
        out.write(bytes);
      }
    }
    out.write(bytes);
    bytes.putInt(out.crc32c());
    out.write(bytes);
  }

  /** Writes the content of the table of postings. */
  void writePostingsOffsets() {
    bytes.putInt(places.size());
    writeOffset("", "", places.get(0));
    int[] next = {1};
    forEachLabel(
        (name, value, list, from, until) ->
            writeOffset(symbols.get(name), symbols.get(value), places.get(next[0]++)));
  }

  private void writeOffset(String name, String value, long place) {
    bytes.putUvarint(2);
    bytes.putString(name);
    bytes.putString(value);
    bytes.putUvarint(place);
    out.write(bytes);
  }
}
