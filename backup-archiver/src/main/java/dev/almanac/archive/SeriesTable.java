package dev.almanac.archive;

import static dev.almanac.archive.ArchiveKind.SERIES;
import static dev.almanac.archive.ArchiveSchema.column;

import dev.almanac.series.Labels;
import java.nio.file.Path;

/** Writes {@code series}: a row per series. */
final class SeriesTable extends Table {

  private final NumberColumn seriesId;
  private final DictionaryColumn<String> name =
      new DictionaryColumn<>(column(SERIES, "name"), false);
  private final LabelsColumn labels = new LabelsColumn(SERIES);
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
    setColumns(
        seriesId,
        name,
        labels.keys(),
        labels.values(),
        firstTs,
        lastTs,
        samples,
        histograms,
        digest);
  }

  void append(SeriesRow row) {
    Labels set = row.labels();
    seriesId.add(row.seriesId());
    name.add(set.metricName(), 1);
    labels.add(set);
    firstTs.add(row.firstTs());
    lastTs.add(row.lastTs());
    samples.add(row.samples());
    histograms.add(row.histograms());
    digest.add(row.digest());
    addRows(1, row.seriesId(), row.firstTs(), row.lastTs());
    if (labels.bufferedBytes() >= PageLimits.WIDE_VALUES) {
      endPage();
    }
  }
}
