package dev.almanac.training;

import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.forecast.resample.Resampling;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.LongConsumer;

/** Reads some series of a backup as steps, all of them at once into memory. */
final class ArchiveHistories {

  private final BlobStore store;
  private final Manifest backup;

  ArchiveHistories(BlobStore store, Manifest backup) {
    this.store = store;
    this.backup = backup;
  }

  /**
   * Reads series.
   *
   * @param range holds all that are wanted
   * @param wanted the steps that a series is to become; empty for one that is not wanted
   * @param time which samples
   * @param progress told of samples, as they are read
   * @return the steps of each series that has float samples in that time, in the archive's order
   */
  SortedMap<Labels, Resampler> read(
      SeriesRange range,
      Function<Labels, Optional<Resampling>> wanted,
      TimeRange time,
      LongConsumer progress) {
    SortedMap<Labels, Resampler> read = new TreeMap<>(Labels.BY_METRIC_NAME);
    for (TrainingSplit day : TrainingSplit.of(backup.files(), time)) {
      try (SeriesCursor series =
          new ArchivedSeries(store, day.files(), time)
              .openValues(range, labels -> wanted.apply(labels).isPresent())) {
        while (series.nextSeries()) {
          read(series, wanted, read, progress);
        }
      }
    }
    return read;
  }

  private static void read(
      SeriesCursor series,
      Function<Labels, Optional<Resampling>> wanted,
      Map<Labels, Resampler> into,
      LongConsumer progress) {
    for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
      FloatRun floats = (FloatRun) run;
      into.computeIfAbsent(
              series.labels(), labels -> new Resampler(wanted.apply(labels).orElseThrow()))
          .append(floats.timestamps, floats.valueBits, 0, floats.size());
      progress.accept(floats.size());
    }
  }
}
