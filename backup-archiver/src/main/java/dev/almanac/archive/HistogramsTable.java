package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.HISTOGRAMS;
import static dev.almanac.archive.ArchiveSchema.column;

import dev.almanac.series.HistogramLayout;
import dev.almanac.series.HistogramRun;
import java.nio.file.Path;

/** Writes {@code histograms}: a row per native-histogram sample, its buckets as lists. */
final class HistogramsTable extends Table {

  private final PageEncodings encodings;
  private final DictionaryColumn<Long> seriesId =
      new DictionaryColumn<>(column(HISTOGRAMS, "series_id"), false);
  private final DictionaryColumn<String> name =
      new DictionaryColumn<>(column(HISTOGRAMS, "name"), false);
  private final NumberColumn ts;
  private final NumberColumn count;
  private final NumberColumn zeroCount;
  private final NumberColumn countFloat;
  private final NumberColumn zeroCountFloat;
  private final NumberColumn sum;
  private final DictionaryColumn<Integer> schema =
      new DictionaryColumn<>(column(HISTOGRAMS, "schema"), true);
  private final NumberColumn zeroThreshold;
  private final Spans positiveSpans;
  private final Spans negativeSpans;
  private final Numbers positive;
  private final Numbers negative;
  private final Numbers positiveFloat;
  private final Numbers negativeFloat;
  private final Numbers customBounds;
  private final DictionaryColumn<String> counterReset =
      new DictionaryColumn<>(column(HISTOGRAMS, "counter_reset"), true);
  private final FlagColumn chunkStart = new FlagColumn(column(HISTOGRAMS, "chunk_start"));
  private final DictionaryColumn<Integer> encoding =
      new DictionaryColumn<>(column(HISTOGRAMS, "encoding"), true);
  private final NumberColumn startTs;

  private long currentId;
  private String currentName = "";
  private int valuesInPage;

  HistogramsTable(Path path, PageCompressor compressor, ArchiveSettings settings) {
    super(
        HISTOGRAMS,
        path,
        compressor,
        Math.min(settings.pageRows(), PageLimits.WIDE_ROWS),
        settings.rowGroupRows());
    encodings = settings.encodings();
    ts = number("ts");
    count = number("count");
    zeroCount = number("zero_count");
    countFloat = number("count_float");
    zeroCountFloat = number("zero_count_float");
    sum = number("sum");
    zeroThreshold = number("zero_threshold");
    positiveSpans = new Spans("positive_spans");
    negativeSpans = new Spans("negative_spans");
    positive = new Numbers("positive_buckets");
    negative = new Numbers("negative_buckets");
    positiveFloat = new Numbers("positive_buckets_float");
    negativeFloat = new Numbers("negative_buckets_float");
    customBounds = new Numbers("custom_bounds");
    startTs = number("start_ts");
    setColumns(
        seriesId,
        name,
        ts,
        count,
        zeroCount,
        countFloat,
        zeroCountFloat,
        sum,
        schema,
        zeroThreshold,
        positiveSpans.offsets,
        positiveSpans.lengths,
        negativeSpans.offsets,
        negativeSpans.lengths,
        positive.elements,
        negative.elements,
        positiveFloat.elements,
        negativeFloat.elements,
        customBounds.elements,
        counterReset,
        chunkStart,
        encoding,
        startTs);
  }

  private NumberColumn number(String... path) {
    return new NumberColumn(column(HISTOGRAMS, path), encodings);
  }

  void startSeries(long id, String metricName) {
    currentId = id;
    currentName = metricName;
  }

  void append(HistogramRun run) {
    for (int i = 0; i < run.size(); i++) {
      append(run, i);
      valuesInPage += run.layout().positiveBuckets() + run.layout().negativeBuckets();
      valuesInPage += run.layout().customBounds().length;
      addRows(1, currentId, run.timestamps[i], run.timestamps[i]);
      if (valuesInPage >= PageLimits.WIDE_VALUES) {
        endPage();
      }
    }
  }

  @Override
  void beforePageEnds(int rows) {
    valuesInPage = 0;
  }

  private void append(HistogramRun run, int i) {
    HistogramLayout layout = run.layout();
    boolean floats = run.floatCounts();
    seriesId.add(currentId, 1);
    name.add(currentName, 1);
    ts.add(run.timestamps[i]);
    optional(count, !floats, run.counts[i]);
    optional(zeroCount, !floats, run.zeroCounts[i]);
    optional(countFloat, floats, run.counts[i]);
    optional(zeroCountFloat, floats, run.zeroCounts[i]);
    sum.add(run.sumBits[i]);
    schema.add(layout.schema(), 1);
    zeroThreshold.add(layout.zeroThresholdBits());
    positiveSpans.add(layout.positiveSpans());
    negativeSpans.add(layout.negativeSpans());
    positive.add(!floats, run.positive, i * layout.positiveBuckets(), layout.positiveBuckets());
    negative.add(!floats, run.negative, i * layout.negativeBuckets(), layout.negativeBuckets());
    positiveFloat.add(floats, run.positive, i * layout.positiveBuckets(), layout.positiveBuckets());
    negativeFloat.add(floats, run.negative, i * layout.negativeBuckets(), layout.negativeBuckets());
    customBounds.add(true, layout.customBounds(), 0, layout.customBounds().length);
    counterReset.add(ArchiveSchema.nameOf(run.counterReset()), 1);
    chunkStart.add(i == 0 && run.startsChunk());
    encoding.add(run.encoding().id(), 1);
    boolean started = run.encoding().carriesStartTimestamps() && run.startTimestamps[i] != 0;
    optional(startTs, started, started ? run.startTimestamps[i] : 0);
  }

  private static void optional(NumberColumn column, boolean present, long number) {
    column.place(present);
    if (present) {
      column.set(number);
    }
  }

  /** A list of numbers. */
  private final class Numbers {

    private final NumberColumn elements;
    private final ListColumn list;

    Numbers(String name) {
      elements = number(name, "list", "element");
      list = new ListColumn(elements);
    }

    void add(boolean present, long[] from, int offset, int length) {
      if (present) {
        list.add(length, i -> elements.set(from[offset + i]));
      } else {
        list.addNull();
      }
    }
  }

  /** A list of offset and length. */
  private final class Spans {

    private final NumberColumn offsets;
    private final NumberColumn lengths;
    private final ListColumn list;

    Spans(String name) {
      offsets = number(name, "list", "element", "offset");
      lengths = number(name, "list", "element", "length");
      list = new ListColumn(offsets, lengths);
    }

    void add(int[] spans) {
      list.add(
          spans.length / 2,
          i -> {
            offsets.set(spans[2 * i]);
            lengths.set(spans[2 * i + 1]);
          });
    }
  }
}
