package dev.almanac.archive;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.CounterReset;
import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.TimeRange;
import java.util.Locale;

/** The rows of a {@code histograms} file as runs. */
final class HistogramRows {

  private static final int ID = 0;
  private static final int TS = 1;
  private static final int SUM = 2;
  private static final int SCHEMA = 3;
  private static final int ZERO_THRESHOLD = 4;
  private static final int COUNTER_RESET = 5;
  private static final int CHUNK_START = 6;
  private static final int ENCODING = 7;
  private static final int COUNT = 8;
  private static final int ZERO_COUNT = 9;
  private static final int COUNT_FLOAT = 10;
  private static final int ZERO_COUNT_FLOAT = 11;
  private static final int START_TS = 12;
  private static final int POSITIVE_OFFSETS = 13;
  private static final int POSITIVE_LENGTHS = 14;
  private static final int NEGATIVE_OFFSETS = 15;
  private static final int NEGATIVE_LENGTHS = 16;
  private static final int POSITIVE = 17;
  private static final int NEGATIVE = 18;
  private static final int POSITIVE_FLOAT = 19;
  private static final int NEGATIVE_FLOAT = 20;
  private static final int CUSTOM_BOUNDS = 21;
  private static final int COLUMNS = 22;

  private static final int MAX_RUN = 1 << 16;

  private final RowReader rows;
  private final TimeRange within;
  private final HistogramRun run = new HistogramRun();

  /** Per column, where its next slot and its next value are. */
  private final int[] slots = new int[COLUMNS];

  private final int[] values = new int[COLUMNS];
  private int nextInPage;
  private boolean loaded;

  HistogramRows(ArchiveFile file, TimeRange within, int readAhead) {
    this.within = within;
    rows =
        new RowReader(
            file,
            ArchiveKind.HISTOGRAMS,
            readAhead,
            "series_id",
            "ts",
            "sum",
            "schema",
            "zero_threshold",
            "counter_reset",
            "chunk_start",
            "encoding",
            "count",
            "zero_count",
            "count_float",
            "zero_count_float",
            "start_ts",
            "positive_spans.list.element.offset",
            "positive_spans.list.element.length",
            "negative_spans.list.element.offset",
            "negative_spans.list.element.length",
            "positive_buckets.list.element",
            "negative_buckets.list.element",
            "positive_buckets_float.list.element",
            "negative_buckets_float.list.element",
            "custom_bounds.list.element");
  }

  ArchiveFile file() {
    return rows.file();
  }

  HistogramRun run() {
    return run;
  }

  /**
   * Reads the rows from {@code row} on that are of one chunk and within the range of time.
   *
   * @param end the first row that is of another series
   * @return the row after those read or left out; {@code run()} is empty where all were left out
   */
  long next(long row, long end, long seriesId) {
    run.setSize(0);
    boolean cutShort = false;
    long at = row;
    for (; at < end && run.size() < MAX_RUN; at++) {
      seek(at);
      if (at > row && number(CHUNK_START) == 1) {
        break;
      }
      if (number(ID) != seriesId) {
        throw corrupt("series " + seriesId, String.valueOf(number(ID)));
      }
      if (!within.contains(number(TS))) {
        cutShort |= run.size() == 0;
        skip();
        continue;
      }
      if (run.size() > 0 && !sameChunk()) {
        break;
      }
      take(cutShort);
    }
    return at;
  }

  private void seek(long row) {
    if (rows.moveTo(row) || !loaded) {
      rows.load();
      loaded = true;
      nextInPage = 0;
      java.util.Arrays.fill(slots, 0);
      java.util.Arrays.fill(values, 0);
    }
    while (nextInPage < row - rows.pageStart()) {
      skip();
    }
  }

  /** Moves every list and nullable column past the row. */
  private void skip() {
    for (int column = COUNT; column < COLUMNS; column++) {
      next(column);
    }
    nextInPage++;
  }

  /** Moves a column past the row; how many values it has there. */
  private int next(int column) {
    PageReader page = rows.column(column);
    boolean list = column >= POSITIVE_OFFSETS;
    long present = highest(column);
    int before = values[column];
    do {
      if (slots[column] >= page.slots()) {
        throw corrupt("a value in every column", "none");
      }
      if (page.definitions[slots[column]] == present) {
        values[column]++;
      }
      slots[column]++;
    } while (list && slots[column] < page.slots() && page.repetitions[slots[column]] > 0);
    return values[column] - before;
  }

  private static int highest(int column) {
    return column >= POSITIVE && column <= NEGATIVE_FLOAT ? 2 : 1;
  }

  private boolean sameChunk() {
    return number(ENCODING) == run.encoding().id()
        && rows.string(COUNTER_RESET, nextInPage).equals(ArchiveSchema.nameOf(run.counterReset()));
  }

  private long number(int column) {
    return rows.column(column).numbers[nextInPage];
  }

  private void take(boolean cutShort) {
    if (run.size() == 0) {
      begin(cutShort);
    }
    int size = run.size();
    boolean floats = run.floatCounts();
    long ts = number(TS);
    long sum = number(SUM);
    long count = required(floats ? COUNT_FLOAT : COUNT, floats ? COUNT : COUNT_FLOAT);
    long zeroCount =
        required(floats ? ZERO_COUNT_FLOAT : ZERO_COUNT, floats ? ZERO_COUNT : ZERO_COUNT_FLOAT);
    long startTs = next(START_TS) == 0 ? 0 : last(START_TS);
    long[] positive = buckets(floats ? POSITIVE_FLOAT : POSITIVE);
    long[] negative = buckets(floats ? NEGATIVE_FLOAT : NEGATIVE);
    next(floats ? POSITIVE : POSITIVE_FLOAT);
    next(floats ? NEGATIVE : NEGATIVE_FLOAT);
    HistogramLayout layout = layout();
    if (size == 0) {
      run.setLayout(layout);
    } else if (!layout.equals(run.layout())) {
      throw corrupt("the layout of the chunk, " + run.layout(), layout.toString());
    }
    check(layout, positive.length, negative.length);
    run.ensureCapacity(size + 1);
    run.timestamps[size] = ts;
    run.counts[size] = count;
    run.zeroCounts[size] = zeroCount;
    run.sumBits[size] = sum;
    System.arraycopy(positive, 0, run.positive, size * positive.length, positive.length);
    System.arraycopy(negative, 0, run.negative, size * negative.length, negative.length);
    if (run.encoding().carriesStartTimestamps()) {
      run.startTimestamps[size] = startTs;
    }
    if (size > 0 && ts <= run.timestamps[size - 1]) {
      throw corrupt("a timestamp after " + run.timestamps[size - 1], String.valueOf(ts));
    }
    run.setSize(size + 1);
    nextInPage++;
  }

  private void begin(boolean cutShort) {
    ChunkEncoding encoding = ChunkEncoding.ofId((int) number(ENCODING));
    if (encoding == null || !encoding.isHistogram()) {
      throw corrupt("an encoding of histograms", String.valueOf(number(ENCODING)));
    }
    run.setEncoding(encoding);
    run.setStartsChunk(!cutShort && number(CHUNK_START) == 1);
    String reset = rows.string(COUNTER_RESET, nextInPage);
    try {
      run.setCounterReset(CounterReset.valueOf(reset.toUpperCase(Locale.ROOT)));
    } catch (IllegalArgumentException e) {
      throw corrupt("a counter_reset", reset);
    }
  }

  private long required(int column, int other) {
    next(other);
    if (next(column) != 1) {
      throw corrupt("counts of the encoding's kind", "none");
    }
    return last(column);
  }

  private long last(int column) {
    return rows.column(column).numbers[values[column] - 1];
  }

  private long[] buckets(int column) {
    int from = values[column];
    int count = next(column);
    return java.util.Arrays.copyOfRange(rows.column(column).numbers, from, from + count);
  }

  private HistogramLayout layout() {
    return new HistogramLayout(
        (int) number(SCHEMA),
        number(ZERO_THRESHOLD),
        spans(POSITIVE_OFFSETS, POSITIVE_LENGTHS),
        spans(NEGATIVE_OFFSETS, NEGATIVE_LENGTHS),
        buckets(CUSTOM_BOUNDS));
  }

  private int[] spans(int offsets, int lengths) {
    long[] offset = buckets(offsets);
    long[] length = buckets(lengths);
    if (offset.length != length.length) {
      throw corrupt(offset.length + " span lengths", String.valueOf(length.length));
    }
    int[] spans = new int[2 * offset.length];
    for (int i = 0; i < offset.length; i++) {
      if (length[i] < 0) {
        throw corrupt("a span length", String.valueOf(length[i]));
      }
      spans[2 * i] = (int) offset[i];
      spans[2 * i + 1] = (int) length[i];
    }
    return spans;
  }

  private void check(HistogramLayout layout, int positive, int negative) {
    try {
      if (layout.positiveBuckets() == positive && layout.negativeBuckets() == negative) {
        return;
      }
    } catch (ArithmeticException e) {
      throw corrupt("spans that name so many buckets", layout.toString());
    }
    throw corrupt(layout.toString(), positive + " and " + negative + " buckets");
  }

  private CorruptArchiveException corrupt(String expected, String found) {
    return file().corrupt("row " + (rows.pageStart() + nextInPage), expected, found, null);
  }
}
