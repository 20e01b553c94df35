package dev.almanac.training;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What models expect of their series in the coming hours, from the newest samples of an archive on:
 * what live samples are compared with. Read batch by batch, so that memory holds the history of one
 * batch. Not safe for use by several threads.
 */
public final class ArchivePaths {

  /** So many series are read at once. */
  private static final int BATCH = 1000;

  private final ArchiveHistories histories;
  private final ModelFolder models;
  private final List<SeriesSummary> series;
  private final long until;
  private final long now;
  private int next;

  /**
   * What is expected of a series.
   *
   * @param digest the first 8 bytes of the SHA-256 of the model: equal models have equal ones
   * @param path empty where nothing is expected: nothing is known of the series' last days, they
   *     are too long ago, or it is a constant, which has no spread
   */
  public record SeriesPath(
      Labels labels, SampleKind kind, long digest, Optional<ForecastPath> path) {}

  /** What was learned of a series, and what is to be read of it. */
  private record Asked(LearnedModel learned, Resampling recent) {}

  /**
   * @param store the archive
   * @param backup whose newest samples the forecasts follow
   * @param now where the paths begin, in milliseconds since 1970
   */
  public ArchivePaths(BlobStore store, Manifest backup, ModelFolder models, long now) {
    histories = new ArchiveHistories(store, backup);
    this.models = models;
    this.now = now;
    series = models.summaries().stream().filter(SeriesSummary::isFitted).toList();
    until = backup.totals().timeRange().until();
  }

  /**
   * The next series, in the order of the archive; none after the last.
   *
   * @throws CorruptModelFileException where a model is damaged, or of a format that is not known
   */
  public List<SeriesPath> next() throws IOException {
    int after = Math.min(series.size(), next + BATCH);
    List<SeriesSummary> batch = series.subList(next, after);
    if (batch.isEmpty()) {
      return List.of();
    }
    Map<Labels, Asked> asked = new LinkedHashMap<>();
    for (SeriesSummary summary : batch) {
      asked.put(summary.labels(), asked(summary));
    }
    SeriesRange range =
        new SeriesRange(
            batch.get(0).labels(), after == series.size() ? null : series.get(after).labels());
    long from = asked.values().stream().mapToLong(one -> one.recent().start()).min().orElse(until);
    Map<Labels, Resampler> read =
        histories.read(
            range,
            labels -> Optional.ofNullable(asked.get(labels)).map(Asked::recent),
            new TimeRange(from, until),
            samples -> {});
    List<SeriesPath> paths = new ArrayList<>();
    for (SeriesSummary summary : batch) {
      Asked one = asked.get(summary.labels());
      Optional<ForecastPath> path =
          Optional.ofNullable(read.get(summary.labels()))
              .map(Resampler::history)
              .flatMap(history -> one.learned().path(history, now));
      LearnedModel learned = one.learned();
      paths.add(new SeriesPath(summary.labels(), learned.kind(), learned.digest(), path));
    }
    next = after;
    return paths;
  }

  private Asked asked(SeriesSummary summary) throws IOException {
    LearnedModel learned = models.learned(summary.labels()).orElseThrow();
    long step = learned.model().step();
    int steps = Math.max(1, learned.model().memory());
    long end = Math.floorDiv(until, step) * step;
    return new Asked(learned, Resampling.of(learned.kind(), end - steps * step, step, steps));
  }
}
