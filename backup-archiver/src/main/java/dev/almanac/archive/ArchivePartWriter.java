package dev.almanac.archive;

import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesDigest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one part of the archive, a range of series on one UTC day, to local files: {@code
 * samples}, {@code histograms}, {@code series} and {@code chunks}, each only if it has rows.
 *
 * <pre>{@code
 * try (ArchivePartWriter part = ArchivePartWriter.create(folder, "part-0", ArchiveSettings.DEFAULT)) {
 *   while (series.nextSeries()) {
 *     part.startSeries(ids.idOf(series.labels()), series.labels());
 *     for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
 *       part.append(run);
 *     }
 *     part.endSeries();
 *   }
 *   List<PartFile> files = part.finish();
 * }
 * }</pre>
 *
 * <p>Series come in the order of {@link Labels#BY_METRIC_NAME}, runs in order of time. The same
 * input makes the same bytes. Memory is bounded by a page of values and a row group of encoded
 * pages, whatever is appended. Not safe for use by several threads.
 */
public final class ArchivePartWriter implements AutoCloseable {

  private final PageCompressor compressor;
  private final SamplesTable samples;
  private final HistogramsTable histograms;
  private final SeriesTable series;
  private final ChunksTable chunks;
  private final SeriesDigest digest = new SeriesDigest();

  private Labels labels;
  private boolean inSeries;
  private long seriesId;
  private long day;
  private boolean dayKnown;
  private long floatSamples;
  private long histogramSamples;
  private long firstTs;
  private long lastTs;
  private boolean finished;

  private ArchivePartWriter(Path folder, String baseName, ArchiveSettings settings) {
    compressor = new PageCompressor(settings.compressionLevel());
    samples = new SamplesTable(file(folder, baseName, ArchiveKind.SAMPLES), compressor, settings);
    histograms =
        new HistogramsTable(file(folder, baseName, ArchiveKind.HISTOGRAMS), compressor, settings);
    series = new SeriesTable(file(folder, baseName, ArchiveKind.SERIES), compressor, settings);
    chunks = new ChunksTable(file(folder, baseName, ArchiveKind.CHUNKS), compressor, settings);
  }

  private static Path file(Path folder, String baseName, ArchiveKind kind) {
    return folder.resolve(baseName + "." + kind.folder() + ".parquet");
  }

  /**
   * Begins a part; its files appear in {@code folder} as {@code <baseName>.<kind>.parquet} and must
   * not be there yet.
   */
  public static ArchivePartWriter create(Path folder, String baseName, ArchiveSettings settings) {
    return new ArchivePartWriter(folder, baseName, settings);
  }

  /**
   * Moves to the next series.
   *
   * @throws IllegalArgumentException where it does not sort after the one before
   */
  public void startSeries(long id, Labels next) {
    require(!inSeries, "the series before has not ended");
    if (labels != null && Labels.BY_METRIC_NAME.compare(labels, next) >= 0) {
      throw new IllegalArgumentException(
          "series must ascend by metric name and labels: " + next + " comes after " + labels);
    }
    labels = next;
    seriesId = id;
    inSeries = true;
    digest.clear();
    floatSamples = 0;
    histogramSamples = 0;
    firstTs = Long.MAX_VALUE;
    lastTs = Long.MIN_VALUE;
    samples.startSeries(id, next.metricName());
    histograms.startSeries(id, next.metricName());
  }

  /**
   * Appends a run of the current series. A run that does not start a chunk continues the chunk of
   * the run before it, which may lie in the part of the day before.
   *
   * @throws IllegalArgumentException where it leaves the part's day
   */
  public void append(Run run) {
    require(inSeries, "no series has started");
    if (run.size() == 0) {
      return;
    }
    checkDay(run.firstTimestamp());
    checkDay(run.lastTimestamp());
    run.digest(digest, 0, run.size());
    if (run instanceof FloatRun floats) {
      samples.append(floats);
      floatSamples += run.size();
    } else {
      histograms.append((HistogramRun) run);
      histogramSamples += run.size();
    }
    firstTs = Math.min(firstTs, run.firstTimestamp());
    lastTs = Math.max(lastTs, run.lastTimestamp());
  }

  private void checkDay(long timestamp) {
    long its = ArchiveLayout.dayOf(timestamp);
    if (dayKnown && its != day) {
      throw new IllegalArgumentException(
          "a part holds one day, "
              + ArchiveLayout.dayName(day)
              + ", but "
              + labels
              + " has a sample of "
              + ArchiveLayout.dayName(its));
    }
    day = its;
    dayKnown = true;
  }

  /** Keeps a chunk's original bytes beside the rows of its samples. */
  public void appendChunk(ArchivedChunk chunk) {
    require(inSeries, "no series has started");
    require(chunk.seriesId() == seriesId, "the chunk is of another series");
    chunks.append(chunk);
  }

  /** Ends the current series; one without samples leaves no row. */
  public void endSeries() {
    require(inSeries, "no series has started");
    inSeries = false;
    if (floatSamples + histogramSamples > 0) {
      series.append(
          new SeriesRow(
              seriesId, labels, firstTs, lastTs, floatSamples, histogramSamples, digest.value()));
    }
  }

  /** Writes what is buffered and says what the part consists of, in the order of the kinds. */
  public List<PartFile> finish() {
    require(!inSeries, "the last series has not ended");
    require(!finished, "the part is finished");
    List<PartFile> files = new ArrayList<>();
    for (Table table : tables()) {
      if (!table.isEmpty()) {
        files.add(table.finish());
      }
    }
    finished = true;
    return files;
  }

  /** Releases what is held and, unless the part was finished, deletes its files. */
  @Override
  public void close() {
    try (compressor) {
      if (!finished) {
        tables().forEach(Table::close);
      }
    }
  }

  private List<Table> tables() {
    return List.of(samples, histograms, series, chunks);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(message);
    }
  }
}
