package dev.almanac.training;

import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.forecast.resample.Resampler;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Reads pieces of the archive as steps. Of series that are not learned no sample is read, of the
 * others times and values alone; in memory is one series at a time. Not safe for use by several
 * threads.
 */
public final class SplitResampler implements AutoCloseable {

  private static final byte[] NO_FLOATS = {};

  private final TrainingPlan plan;
  private final SeriesRules rules;
  private final BlobStore store;

  public SplitResampler(TrainingPlan plan) {
    this.plan = plan;
    rules = new SeriesRules(plan.config());
    store = BlobStores.open(plan.archive());
  }

  /**
   * Reads a piece.
   *
   * @param progress told of samples, as they are read
   * @throws dev.almanac.archive.CorruptArchiveException where the archive is damaged
   */
  public void resample(TrainingSplit split, Consumer<SeriesPiece> pieces, LongConsumer progress) {
    ArchivedSeries archived = new ArchivedSeries(store, split.files(), plan.time());
    try (SeriesCursor series =
        archived.openValues(rules.range(), labels -> rules.ruleOf(labels).isPresent())) {
      while (series.nextSeries()) {
        pieces.accept(new SeriesPiece(split.number(), series.labels(), steps(series, progress)));
      }
    }
  }

  private byte[] steps(SeriesCursor series, LongConsumer progress) {
    Labels labels = series.labels();
    TrainingRule rule = rules.ruleOf(labels).orElseThrow();
    Resampler steps =
        new Resampler(plan.resampling(rules.kindOf(labels, rule), rule.settings().step()));
    for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
      FloatRun floats = (FloatRun) run;
      steps.append(floats.timestamps, floats.valueBits, 0, floats.size());
      progress.accept(floats.size());
    }
    return steps.isEmpty() ? NO_FLOATS : steps.toBytes();
  }

  @Override
  public void close() {
    store.close();
  }
}
