package dev.almanac.tsdb.index;

import dev.almanac.series.Labels;
import dev.almanac.tsdb.file.BlockInput;
import dev.almanac.tsdb.file.ByteReader;
import dev.almanac.tsdb.file.CorruptBlockException;
import dev.almanac.tsdb.file.InputWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The postings offset table: where the postings of each label lie. Kept are the metric names and
 * the list of all series; the other labels are passed by.
 */
final class PostingsTable {

  private static final byte[] METRIC_NAME = Labels.METRIC_NAME.getBytes(StandardCharsets.UTF_8);
  private static final int WINDOW_BYTES = 1 << 16;
  private static final int LONGEST_VARINT = 10;

  /** Where the postings of a metric name lie. */
  record Entry(String metricName, long offset) {}

  /** What is done with an entry of the table. */
  interface Visitor {
    void entry(StringEntry name, StringEntry value, long postingsOffset);
  }

  private final IndexSection section;
  private final int version;
  private final long postingsStart;
  private final long postingsLimit;
  private final List<Entry> metricNames = new ArrayList<>();
  private long allOffset = -1;

  PostingsTable(BlockInput input, int version, IndexToc toc) {
    this.version = version;
    postingsStart = toc.postings();
    postingsLimit = toc.offset();
    section =
        IndexSection.at(
            input,
            input.window(WINDOW_BYTES),
            toc.postingsTable(),
            toc.endOf(toc.postingsTable()),
            "a postings offset table");
    forEach(this::keep);
    metricNames.sort((a, b) -> Labels.compareUtf8(a.metricName(), b.metricName()));
    for (int i = 1; i < metricNames.size(); i++) {
      if (metricNames.get(i).metricName().equals(metricNames.get(i - 1).metricName())) {
        throw section.corrupt(
            section.start(), "each label once", metricNames.get(i).metricName() + " twice");
      }
    }
  }

  private void keep(StringEntry name, StringEntry value, long postingsOffset) {
    if (name.isEmpty() && value.isEmpty()) {
      allOffset = postingsOffset;
    } else if (name.is(METRIC_NAME)) {
      metricNames.add(new Entry(value.text(section), postingsOffset));
    }
  }

  /** Hands every entry to {@code visitor}; the strings are valid during the call. */
  void forEach(Visitor visitor) {
    InputWindow window = section.input().window(WINDOW_BYTES);
    // The least entry: its number of strings, two lengths, an offset.
    int count = section.readCount(window, section.start(), 4, "postings");
    long at = section.start() + Integer.BYTES;
    StringEntry name = new StringEntry();
    StringEntry value = new StringEntry();
    StringEntry lastName = new StringEntry();
    StringEntry lastValue = new StringEntry();
    for (int i = 0; i < count; i++) {
      long entryOffset = at;
      ByteReader strings = section.read(window, at, LONGEST_VARINT);
      long expectTwo = strings.readUvarint();
      if (expectTwo != 2) {
        throw section.corrupt(
            at, "a label of 2 strings", Long.toUnsignedString(expectTwo) + " strings");
      }
      at = value.read(section, window, name.read(section, window, strings.offset()));
      ByteReader offset = section.read(window, at, LONGEST_VARINT);
      long postingsOffset = offset.readUvarint();
      if (postingsOffset < postingsStart || postingsOffset > postingsLimit) {
        throw section.corrupt(
            at,
            "postings between " + postingsStart + " and " + postingsLimit,
            "offset " + Long.toUnsignedString(postingsOffset));
      }
      at = offset.offset();
      int order = name.compareTo(lastName);
      if (i > 0
          && version != IndexFormat.V1
          && (order < 0 || (order == 0 && value.compareTo(lastValue) <= 0))) {
        throw section.corrupt(
            entryOffset, "a label after " + lastName + "=" + lastValue, name + "=" + value);
      }
      visitor.entry(name, value, postingsOffset);
      StringEntry swapName = lastName;
      lastName = name;
      name = swapName;
      StringEntry swapValue = lastValue;
      lastValue = value;
      value = swapValue;
    }
    if (at != section.end()) {
      throw section.corrupt(
          at, "the end of the table", (section.end() - at) + " bytes after its last entry");
    }
  }

  /** The metric names in ascending order, with the places of their postings. */
  List<Entry> metricNames() {
    return metricNames;
  }

  CorruptBlockException corrupt(long offset, String expected, String found) {
    return section.corrupt(offset, expected, found);
  }

  /** Where the list of all series lies. */
  long allOffset() {
    if (allOffset < 0) {
      throw section.corrupt(
          section.start(), "postings of all series under the empty label", "none");
    }
    return allOffset;
  }
}
