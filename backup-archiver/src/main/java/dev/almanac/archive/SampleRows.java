package dev.almanac.archive;

import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.TimeRange;
import org.apache.parquet.format.ColumnIndex;

/**
 * The rows of a {@code samples} file as runs. Of a page only a batch of rows is decoded at a time:
 * the arrays stay in the processor's cache, and many files can be read from side by side.
 */
final class SampleRows {

  private static final int ID = 0;
  private static final int TS = 1;
  private static final int SCALE = 2;
  private static final int MANT = 3;
  private static final int VALUE = 4;
  private static final int CHUNK_START = 5;
  private static final int ENCODING = 6;
  private static final int START_TS = 7;

  /** Prometheus counts the samples of a chunk in 16 bits. */
  private static final int MAX_RUN = 1 << 16;

  /** How many rows are decoded at once. */
  private static final int BATCH = 512;

  private static final String[] VALUES = {"series_id", "ts", "scale", "mant", "value"};
  private static final String[] ALL = {
    "series_id", "ts", "scale", "mant", "value", "chunk_start", "encoding", "start_ts"
  };

  private final RowReader rows;
  private final TimeRange within;
  private final boolean chunks;
  private final FloatRun run = new FloatRun();
  private final long[] bits = new long[BATCH];
  private final long[] starts = new long[BATCH];
  private boolean opened;

  /** The rows of the file that are decoded. */
  private long batchStart;

  private long batchEnd;

  /** Whether any of them is within the range of time; where none is, only {@code ts} is decoded. */
  private boolean batchWithin;

  /**
   * @param chunks whether a run is to be a chunk, with all that is known of it; otherwise runs are
   *     as long as they can be, and what tells of chunks is not read
   */
  SampleRows(ArchiveFile file, TimeRange within, int readAhead, boolean chunks) {
    this.within = within;
    this.chunks = chunks;
    rows = new RowReader(file, ArchiveKind.SAMPLES, readAhead, chunks ? ALL : VALUES);
  }

  ArchiveFile file() {
    return rows.file();
  }

  /** The run that {@link #next} has read. */
  FloatRun run() {
    return run;
  }

  /**
   * Reads the rows from {@code row} on that are of one run and within the range of time.
   *
   * @param end the first row that is of another series
   * @return the row after those read or left out; {@code run()} is empty where all were left out
   */
  long next(long row, long end, long seriesId) {
    run.setSize(0);
    long at = row;
    do {
      if (rows.moveTo(at)) {
        opened = false;
      }
      if (!opened && !mayHold()) {
        return run.size() > 0 ? at : Math.min(end, rows.pageStart() + rows.rowsInPage());
      }
      decode(at);
      if (!batchWithin) {
        return run.size() > 0 ? at : Math.min(end, batchEnd);
      }
      int from = (int) (at - batchStart);
      int until = (int) (Math.min(batchEnd, end) - batchStart);
      if (run.size() > 0 && !continues(from)) {
        return at;
      }
      int last = lastOfRun(from, Math.min(until, from + MAX_RUN - run.size()));
      take(from, last, seriesId);
      at += last - from;
      if (last < until) {
        return at;
      }
    } while (at < end && run.size() < MAX_RUN);
    return at;
  }

  private boolean mayHold() {
    if (within.equals(TimeRange.ALL)) {
      return true;
    }
    ColumnIndex index = rows.column(TS).index();
    int page = rows.page();
    if (index == null || index.getMin_valuesSize() <= page || index.getMax_valuesSize() <= page) {
      return true;
    }
    byte[] min = index.getMin_values().get(page).array();
    byte[] max = index.getMax_values().get(page).array();
    return min.length != Long.BYTES
        || max.length != Long.BYTES
        || ((long) Bytes.LONG.get(min, 0) < within.until()
            && (long) Bytes.LONG.get(max, 0) >= within.from());
  }

  /** Decodes on until the row is among those decoded; the first of them, where it was not. */
  private void decode(long row) {
    if (!opened) {
      rows.open();
      opened = true;
      batchEnd = rows.pageStart();
    }
    if (row < batchEnd) {
      return;
    }
    if (row > batchEnd) { // of series before: nobody asks for their values
      rows.skip((int) (row - batchEnd));
    }
    batchStart = row;
    int count = (int) Math.min(BATCH, rows.pageStart() + rows.rowsInPage() - batchStart);
    batchEnd = batchStart + count;
    rows.column(TS).decode(count);
    batchWithin = anyWithin(rows.column(TS).numbers, count);
    if (batchWithin) {
      rows.decodeAllBut(TS, count);
      joinValues(count);
      if (chunks) {
        joinStarts(count);
      }
    } else {
      rows.skipAllBut(TS, count);
    }
  }

  private boolean anyWithin(long[] ts, int count) {
    for (int i = 0; i < count; i++) {
      if (ts[i] >= within.from() && ts[i] < within.until()) {
        return true;
      }
    }
    return false;
  }

  private void joinValues(int count) {
    PageReader mant = rows.column(MANT);
    PageReader value = rows.column(VALUE);
    long[] scales = rows.column(SCALE).numbers;
    int nextMant = 0;
    int nextValue = 0;
    for (int i = 0; i < count; i++) {
      if (value.definitions[i] == 1) {
        bits[i] = value.numbers[nextValue++];
      } else if (mant.definitions[i] == 1) {
        long scale = scales[i];
        if (scale < 0 || scale > Decimals.MAX_SCALE) {
          throw corrupt(i, "a scale of 0 to " + Decimals.MAX_SCALE, String.valueOf(scale));
        }
        bits[i] = Decimals.bits(mant.numbers[nextMant++], (int) scale);
      } else {
        throw corrupt(i, "either mant or value", "neither");
      }
    }
  }

  private void joinStarts(int count) {
    PageReader startTs = rows.column(START_TS);
    int next = 0;
    for (int i = 0; i < count; i++) {
      starts[i] = startTs.definitions[i] == 1 ? startTs.numbers[next++] : 0;
    }
  }

  private boolean continues(int row) {
    return !chunks
        || (rows.column(CHUNK_START).numbers[row] == 0
            && rows.column(ENCODING).numbers[row] == run.encoding().id());
  }

  private int lastOfRun(int from, int until) {
    if (!chunks) {
      return until;
    }
    long[] chunkStarts = rows.column(CHUNK_START).numbers;
    long[] encodings = rows.column(ENCODING).numbers;
    int last = from + 1;
    while (last < until && chunkStarts[last] == 0 && encodings[last] == encodings[from]) {
      last++;
    }
    return last;
  }

  /** Appends rows to the run, as far as they are within the range of time. */
  private void take(int from, int until, long seriesId) {
    long[] ids = rows.column(ID).numbers;
    long[] ts = rows.column(TS).numbers;
    for (int i = from; i < until; i++) {
      if (ids[i] != seriesId) {
        throw corrupt(i, "series " + seriesId, String.valueOf(ids[i]));
      }
    }
    int first = from;
    while (first < until && ts[first] < within.from()) {
      first++;
    }
    int last = until;
    while (last > first && ts[last - 1] >= within.until()) {
      last--;
    }
    if (last == first) {
      return;
    }
    int size = run.size();
    if (size == 0 && chunks) {
      begin(first, first == from && rows.column(CHUNK_START).numbers[first] == 1);
    }
    int count = last - first;
    run.ensureCapacity(size + count);
    System.arraycopy(ts, first, run.timestamps, size, count);
    System.arraycopy(bits, first, run.valueBits, size, count);
    if (run.encoding().carriesStartTimestamps()) {
      System.arraycopy(starts, first, run.startTimestamps, size, count);
    }
    run.setSize(size + count);
    checkAscending(Math.max(0, size - 1));
  }

  private void begin(int row, boolean startsChunk) {
    long id = rows.column(ENCODING).numbers[row];
    ChunkEncoding encoding = ChunkEncoding.ofId((int) id);
    if (encoding == null || encoding.isHistogram()) {
      throw corrupt(row, "an encoding of floats", String.valueOf(id));
    }
    run.setEncoding(encoding);
    run.setStartsChunk(startsChunk);
  }

  private void checkAscending(int from) {
    for (int i = from + 1; i < run.size(); i++) {
      if (run.timestamps[i] <= run.timestamps[i - 1]) {
        throw file()
            .corrupt(
                "ts",
                "timestamps that ascend",
                run.timestamps[i - 1] + " before " + run.timestamps[i],
                null);
      }
    }
  }

  private CorruptArchiveException corrupt(int rowInBatch, String expected, String found) {
    return file().corrupt("row " + (batchStart + rowInBatch), expected, found, null);
  }
}
