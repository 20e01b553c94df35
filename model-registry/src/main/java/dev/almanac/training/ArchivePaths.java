package dev.almanac.training;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.ForecastPath;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.forecast.resample.SampleKind;
import dev.almanac.series.Labels;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
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

  private static final Duration LONGEST = Duration.ofHours(36);

  /** Paths of models with short steps end sooner, so that none is larger than 4 KB. */
  private static final int MOST_STEPS = 512;

  /** A history that ended longer ago says nothing of today. */
  private static final long MOST_AHEAD = Duration.ofDays(60).toMillis();

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

  /** A series' model, and what is to be read of it. */
  private record Asked(SeriesModel model, long digest, Resampling recent) {}

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
              .filter(history -> history.known() > 0)
              .flatMap(history -> path(one.model(), history));
      paths.add(new SeriesPath(summary.labels(), summary.kind(), one.digest(), path));
    }
    next = after;
    return paths;
  }

  private Asked asked(SeriesSummary summary) throws IOException {
    byte[] bytes = models.bytes(summary.labels()).orElseThrow();
    long digest = ByteBuffer.wrap(Sha256.digest().digest(bytes)).getLong();
    SeriesModel model = models.model(summary.labels()).orElseThrow();
    int steps = Math.max(1, model.memory());
    long end = Math.floorDiv(until, model.step()) * model.step();
    Resampling recent =
        Resampling.of(summary.kind(), end - steps * model.step(), model.step(), steps);
    return new Asked(model, digest, recent);
  }

  private Optional<ForecastPath> path(SeriesModel model, History history) {
    long step = model.step();
    long end = now + Math.min(LONGEST.toMillis(), MOST_STEPS * step);
    long ahead = end - history.end();
    if (ahead < step || ahead > MOST_AHEAD) {
      return Optional.empty();
    }
    // A little of what has passed, too: samples are some seconds old when they are scored.
    return ForecastPath.of(model.forecast(history, (int) (ahead / step)), now - step, end);
  }
}
