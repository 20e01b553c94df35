package dev.almanac.training;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.History;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.series.Labels;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Forecasts series by the models that were learned for them, from where an archive ends. */
public final class ArchiveForecasts {

  private final ArchiveHistories histories;
  private final SeriesModels models;
  private final long until;

  /**
   * @param store the archive
   * @param backup whose newest samples the forecasts follow
   */
  public ArchiveForecasts(BlobStore store, Manifest backup, SeriesModels models) {
    histories = new ArchiveHistories(store, backup);
    until = backup.totals().timeRange().until();
    this.models = models;
  }

  /** A series to be forecast, its model, and what is to be read of it. */
  private record Asked(SeriesSummary summary, SeriesModel model, Resampling recent) {}

  /**
   * Forecasts the series that a selector means, as far as they have models.
   *
   * @param horizon how far ahead
   * @param shown how much of its history a forecast shows at least
   * @param progress told of samples, as they are read
   * @return in the order of the archive
   */
  public List<SeriesForecast> of(
      Selector selector, Duration horizon, Duration shown, LongConsumer progress)
      throws IOException {
    return load(selector, shown, progress).stream()
        .map(one -> one.forecast((int) Math.max(1, horizon.toMillis() / one.model().step())))
        .toList();
  }

  /**
   * Reads what forecasts of these series take.
   *
   * @param shown how much of its history is kept of a series at least
   * @param progress told of samples, as they are read
   * @return in the order of the archive
   */
  List<LoadedSeries> load(Selector selector, Duration shown, LongConsumer progress)
      throws IOException {
    Map<Labels, Asked> asked = asked(selector, shown);
    long from = asked.values().stream().mapToLong(one -> one.recent().start()).min().orElse(until);
    Map<Labels, Resampler> read =
        histories.read(
            selector.range(),
            labels -> Optional.ofNullable(asked.get(labels)).map(Asked::recent),
            new TimeRange(from, until),
            progress);
    List<LoadedSeries> loaded = new ArrayList<>();
    for (Asked one : asked.values()) {
      Resampler steps = read.get(one.summary().labels());
      History recent = (steps == null ? new Resampler(one.recent()) : steps).history();
      loaded.add(new LoadedSeries(one.summary(), one.model(), recent));
    }
    return loaded;
  }

  private Map<Labels, Asked> asked(Selector selector, Duration shown) throws IOException {
    Map<Labels, Asked> asked = new TreeMap<>(Labels.BY_METRIC_NAME);
    for (SeriesSummary summary : models.summaries()) {
      if (summary.isFitted() && selector.matches(summary.labels())) {
        SeriesModel model = models.model(summary.labels()).orElseThrow();
        asked.put(summary.labels(), new Asked(summary, model, recent(summary, model, shown)));
      }
    }
    return asked;
  }

  private Resampling recent(SeriesSummary summary, SeriesModel model, Duration shown) {
    long step = model.step();
    int steps = (int) Math.max(1, Math.max(model.memory(), shown.toMillis() / step));
    long end = Math.floorDiv(until, step) * step;
    return Resampling.of(summary.kind(), end - steps * step, step, steps);
  }
}
