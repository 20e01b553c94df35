package dev.almanac.archive;

import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;

/**
 * The series of one part. The rows of a series lie together, in the order of the {@code series}
 * file and as many as it says: so what is not asked for is never read.
 */
final class PartCursor {

  private final SeriesRows series;
  private final SampleRows samples;
  private final HistogramRows histograms;
  private final boolean histogramsSkipped;
  private final SeriesRange wanted;
  private final TimeRange within;
  private long sample;
  private long sampleEnd;
  private long histogram;
  private long histogramEnd;
  private boolean floatsReady;
  private boolean histogramsReady;

  /**
   * @param chunks whether runs are to be chunks, and native histograms to be read at all
   */
  PartCursor(
      ArchivePart part, SeriesRange wanted, TimeRange within, int readAhead, boolean chunks) {
    this.wanted = wanted;
    this.within = within;
    series = SeriesRows.open(part.series(), readAhead);
    samples =
        part.samples() == null
            ? null
            : new SampleRows(
                ArchiveFile.open(part.samples(), ArchiveKind.SAMPLES), within, readAhead, chunks);
    histogramsSkipped = !chunks;
    histograms =
        part.histograms() == null || histogramsSkipped
            ? null
            : new HistogramRows(
                ArchiveFile.open(part.histograms(), ArchiveKind.HISTOGRAMS), within, readAhead);
  }

  /** Moves to the next series that is wanted and may have samples in the range of time. */
  boolean nextSeries() {
    while (series.nextIn(wanted)) {
      sample = series.samplesBefore();
      sampleEnd = end(sample, series.samples(), sampleRows(), "float samples");
      if (!histogramsSkipped) {
        histogram = series.histogramsBefore();
        histogramEnd = end(histogram, series.histograms(), histogramRows(), "native histograms");
      }
      floatsReady = false;
      histogramsReady = false;
      if (series.row().firstTs() < within.until() && series.row().lastTs() >= within.from()) {
        return true;
      }
    }
    if (!series.isThere()) {
      checkAllCounted();
    }
    return false;
  }

  private void checkAllCounted() {
    long histogramsCounted = histogramsSkipped ? 0 : series.histogramsBefore();
    if (series.samplesBefore() != sampleRows() || histogramsCounted != histogramRows()) {
      throw new CorruptArchiveException(
          series.file(),
          "counts of all series",
          sampleRows() + " float samples and " + histogramRows() + " native histograms",
          series.samplesBefore() + " and " + histogramsCounted);
    }
  }

  private long end(long from, long count, long rows, String what) {
    if (from < 0 || count > rows - from) {
      throw series.corrupt("at most " + (rows - from) + " " + what, String.valueOf(count));
    }
    return from + count;
  }

  private long sampleRows() {
    return samples == null ? 0 : samples.file().rows();
  }

  private long histogramRows() {
    return histograms == null ? 0 : histograms.file().rows();
  }

  Labels labels() {
    return series.row().labels();
  }

  /** The next run of the current series, or null. */
  Run nextRun() {
    while (!floatsReady && sample < sampleEnd) {
      sample = samples.next(sample, sampleEnd, series.row().seriesId());
      floatsReady = samples.run().size() > 0;
    }
    while (!histogramsReady && histogram < histogramEnd) {
      histogram = histograms.next(histogram, histogramEnd, series.row().seriesId());
      histogramsReady = histograms.run().size() > 0;
    }
    if (floatsReady
        && (!histogramsReady
            || samples.run().firstTimestamp() <= histograms.run().firstTimestamp())) {
      floatsReady = false;
      return samples.run();
    }
    if (histogramsReady) {
      histogramsReady = false;
      return histograms.run();
    }
    return null;
  }
}
