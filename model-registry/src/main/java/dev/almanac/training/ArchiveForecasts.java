package dev.almanac.training;

import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.ModelCodec;
import dev.almanac.forecast.SeriesModel;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/** Forecasts series by the models that were learned for them, from where an archive ends. */
public final class ArchiveForecasts {

  private final BlobStore store;
  private final Manifest backup;
  private final ModelFolder models;

  /**
   * @param store the archive
   * @param backup whose newest samples the forecasts follow
   */
  public ArchiveForecasts(BlobStore store, Manifest backup, ModelFolder models) {
    this.store = store;
    this.backup = backup;
    this.models = models;
  }

  /** A series to be forecast, its model, and what was read of it so far. */
  private record Asked(SeriesSummary summary, SeriesModel model, Resampler recent) {}

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
    Map<Labels, Asked> asked = asked(selector, shown);
    long from = Long.MAX_VALUE;
    for (Asked one : asked.values()) {
      from = Math.min(from, one.recent().how().start());
    }
    long until = backup.totals().timeRange().until();
    if (!asked.isEmpty()) {
      read(selector, asked, new TimeRange(from, until), progress);
    }
    List<SeriesForecast> forecasts = new ArrayList<>();
    for (Asked one : asked.values()) {
      int steps = (int) Math.max(1, horizon.toMillis() / one.model().step());
      forecasts.add(
          new SeriesForecast(
              one.summary().labels(),
              one.summary().kind(),
              one.recent().history(),
              one.model().forecast(one.recent().history(), steps)));
    }
    return forecasts;
  }

  private Map<Labels, Asked> asked(Selector selector, Duration shown) throws IOException {
    long until = backup.totals().timeRange().until();
    Map<Labels, Asked> asked = new TreeMap<>(Labels.BY_METRIC_NAME);
    for (SeriesSummary summary : models.summaries()) {
      if (summary.isFitted() && selector.matches(summary.labels())) {
        SeriesModel model = ModelCodec.decode(models.model(summary.labels()).orElseThrow());
        long step = model.step();
        int steps = (int) Math.max(model.memory(), shown.toMillis() / step);
        long end = Math.floorDiv(until, step) * step;
        Resampling how =
            Resampling.of(summary.kind(), end - steps * step, step, Math.max(1, steps));
        asked.put(summary.labels(), new Asked(summary, model, new Resampler(how)));
      }
    }
    return asked;
  }

  private void read(
      Selector selector, Map<Labels, Asked> asked, TimeRange time, LongConsumer progress) {
    for (TrainingSplit day : TrainingPlan.splits(backup.files(), time)) {
      try (SeriesCursor series =
          new ArchivedSeries(store, day.files(), time)
              .openValues(selector.range(), asked::containsKey)) {
        while (series.nextSeries()) {
          Resampler recent = asked.get(series.labels()).recent();
          for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
            FloatRun floats = (FloatRun) run;
            recent.append(floats.timestamps, floats.valueBits, 0, floats.size());
            progress.accept(floats.size());
          }
        }
      }
    }
  }
}
