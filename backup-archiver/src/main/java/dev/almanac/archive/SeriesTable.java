package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.SERIES;
import static dev.almanac.archive.ArchiveSchema.column;

import dev.almanac.series.Labels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Writes {@code series}: a row per series. */
final class SeriesTable extends Table {

  private final NumberColumn seriesId;
  private final DictionaryColumn<String> name =
      new DictionaryColumn<>(column(SERIES, "name"), false);
  private final DictionaryColumn<String> keys =
      new DictionaryColumn<>(column(SERIES, "labels", "key_value", "key"), true);
  private final BytesColumn labelValues =
      new BytesColumn(column(SERIES, "labels", "key_value", "value"));
  private final ListColumn labels = new ListColumn(keys, labelValues);
  private final NumberColumn firstTs;
  private final NumberColumn lastTs;
  private final NumberColumn samples;
  private final NumberColumn histograms;
  private final NumberColumn digest;

  SeriesTable(Path path, PageCompressor compressor, ArchiveSettings settings) {
    super(
        SERIES,
        path,
        compressor,
        Math.min(settings.pageRows(), PageLimits.WIDE_ROWS),
        settings.rowGroupRows());
    PageEncodings encodings = settings.encodings();
    seriesId = new NumberColumn(column(SERIES, "series_id"), encodings);
    firstTs = new NumberColumn(column(SERIES, "first_ts"), encodings);
    lastTs = new NumberColumn(column(SERIES, "last_ts"), encodings);
    samples = new NumberColumn(column(SERIES, "samples"), encodings);
    histograms = new NumberColumn(column(SERIES, "histograms"), encodings);
    digest = new NumberColumn(column(SERIES, "digest"), encodings);
    setColumns(seriesId, name, keys, labelValues, firstTs, lastTs, samples, histograms, digest);
  }

  void append(SeriesRow row) {
    Labels set = row.labels();
    seriesId.add(row.seriesId());
    name.add(set.metricName(), 1);
    labels.add(
        set.size(),
        i -> {
          keys.set(set.name(i), 1);
          byte[] text = set.value(i).getBytes(StandardCharsets.UTF_8);
          labelValues.set(text, 0, text.length);
        });
    firstTs.add(row.firstTs());
    lastTs.add(row.lastTs());
    samples.add(row.samples());
    histograms.add(row.histograms());
    digest.add(row.digest());
    addRows(1, row.seriesId(), row.firstTs(), row.lastTs());
    if (labelValues.bufferedBytes() >= PageLimits.WIDE_VALUES) {
      endPage();
    }
  }
}
