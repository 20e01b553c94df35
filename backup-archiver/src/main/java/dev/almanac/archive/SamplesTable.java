package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.SAMPLES;
import static dev.almanac.archive.ArchiveSchema.column;

import dev.almanac.series.FloatRun;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Writes {@code samples}: whole runs go into the page's arrays, and how values are split between
 * {@code mant} and {@code value} is decided when the page is full, series by series.
 */
final class SamplesTable extends Table {

  private final boolean decimals;
  private final DictionaryColumn<Long> seriesId =
      new DictionaryColumn<>(column(SAMPLES, "series_id"), false);
  private final DictionaryColumn<String> name =
      new DictionaryColumn<>(column(SAMPLES, "name"), false);
  private final NumberColumn ts;
  private final DictionaryColumn<Integer> scale =
      new DictionaryColumn<>(column(SAMPLES, "scale"), true);
  private final NumberColumn mant;
  private final NumberColumn value;
  private final FlagColumn chunkStart = new FlagColumn(column(SAMPLES, "chunk_start"));
  private final DictionaryColumn<Integer> encoding =
      new DictionaryColumn<>(column(SAMPLES, "encoding"), true);
  private final NumberColumn startTs;

  /** The page's values as raw bits, and where in it each series ends. */
  private final long[] bits;

  private final long[] mantissas;
  private int[] seriesEnds = new int[64];
  private int seriesInPage;

  private long currentId;
  private String currentName = "";

  SamplesTable(Path path, PageCompressor compressor, ArchiveSettings settings) {
    super(SAMPLES, path, compressor, settings.pageRows(), settings.rowGroupRows());
    decimals = settings.values() == ValueForm.DECIMAL;
    PageEncodings encodings = settings.encodings();
    ts = new NumberColumn(column(SAMPLES, "ts"), encodings);
    mant = new NumberColumn(column(SAMPLES, "mant"), encodings);
    value = new NumberColumn(column(SAMPLES, "value"), encodings);
    startTs = new NumberColumn(column(SAMPLES, "start_ts"), encodings);
    bits = new long[settings.pageRows()];
    mantissas = new long[settings.pageRows()];
    setColumns(seriesId, name, ts, scale, mant, value, chunkStart, encoding, startTs);
  }

  void startSeries(long id, String metricName) {
    currentId = id;
    currentName = metricName;
    endSeriesInPage();
  }

  void append(FloatRun run) {
    int from = 0;
    while (from < run.size()) {
      int count = Math.min(room(), run.size() - from);
      append(run, from, count);
      from += count;
    }
  }

  private void append(FloatRun run, int from, int count) {
    seriesId.add(currentId, count);
    name.add(currentName, count);
    ts.addAll(run.timestamps, from, count);
    System.arraycopy(run.valueBits, from, bits, rowsInPage(), count);
    chunkStart.add(from == 0 && run.startsChunk());
    chunkStart.addFalse(count - 1);
    encoding.add(run.encoding().id(), count);
    appendStarts(run, from, count);
    addRows(count, currentId, run.timestamps[from], run.timestamps[from + count - 1]);
  }

  private void appendStarts(FloatRun run, int from, int count) {
    if (!run.encoding().carriesStartTimestamps()) {
      startTs.placeAll(false, count);
      return;
    }
    for (int i = from; i < from + count; i++) {
      boolean known = run.startTimestamps[i] != 0;
      startTs.place(known);
      if (known) {
        startTs.set(run.startTimestamps[i]);
      }
    }
  }

  private void endSeriesInPage() {
    int rows = rowsInPage();
    int lastEnd = seriesInPage == 0 ? 0 : seriesEnds[seriesInPage - 1];
    if (rows > lastEnd) {
      if (seriesInPage == seriesEnds.length) {
        seriesEnds = Arrays.copyOf(seriesEnds, seriesInPage * 2);
      }
      seriesEnds[seriesInPage++] = rows;
    }
  }

  @Override
  void beforePageEnds(int rows) {
    endSeriesInPage();
    int from = 0;
    for (int i = 0; i < seriesInPage; i++) {
      split(from, seriesEnds[i]);
      from = seriesEnds[i];
    }
    seriesInPage = 0;
  }

  /** Puts each value of one series either into {@code mant} or into {@code value}. */
  private void split(int from, int until) {
    int chosen = decimals ? chooseScale(from, until) : -1;
    scale.add(Math.max(0, chosen), until - from);
    int start = from;
    while (start < until) {
      boolean decimal = isDecimal(start, chosen);
      int end = start + 1;
      while (end < until && isDecimal(end, chosen) == decimal) {
        end++;
      }
      mant.placeAll(decimal, end - start);
      value.placeAll(!decimal, end - start);
      if (decimal) {
        mant.setAll(mantissas, start, end - start);
      } else {
        value.setAll(bits, start, end - start);
      }
      start = end;
    }
  }

  private boolean isDecimal(int i, int chosenScale) {
    return chosenScale >= 0 && mantissas[i] != Decimals.NONE;
  }

  /** The scale whose mantissas are in place, or -1 where fewer than half the values have one. */
  private int chooseScale(int from, int until) {
    int chosen = Decimals.probe(bits, from, until);
    int found = Decimals.mantissas(bits, from, until, chosen, mantissas);
    if (found < until - from) {
      int missed = Decimals.missedScale(bits, from, until, mantissas);
      if (missed > chosen) {
        int foundBefore = found;
        found = Decimals.mantissas(bits, from, until, missed, mantissas);
        if (found < foundBefore) {
          found = Decimals.mantissas(bits, from, until, chosen, mantissas);
        } else {
          chosen = missed;
        }
      }
    }
    return found * 2L >= until - from ? chosen : -1;
  }
}
