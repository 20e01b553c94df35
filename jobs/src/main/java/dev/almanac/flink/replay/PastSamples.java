package dev.almanac.flink.replay;

import dev.almanac.backup.ArchivedSeries;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.flink.live.SeriesRun;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.training.TrainingSplit;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads days of an archive as runs; of series that are not replayed no sample is read. */
public final class PastSamples implements AutoCloseable {

  private final ReplayPlan plan;
  private final BlobStore store;
  private final Selector selector;
  private final PastScoring scoring;

  public PastSamples(ReplayPlan plan) {
    this.plan = plan;
    selector = Selector.parse(plan.selector());
    scoring = new PastScoring(plan);
    store = BlobStores.open(plan.archive());
  }

  /**
   * Reads a day: series after series, each in order of time.
   *
   * @throws dev.almanac.archive.CorruptArchiveException where the archive is damaged
   */
  public void read(TrainingSplit day, Consumer<SeriesRun> runs) {
    ArchivedSeries archived = new ArchivedSeries(store, day.files(), plan.read());
    try (SeriesCursor series = archived.openValues(selector.range(), this::isWanted)) {
      while (series.nextSeries()) {
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          runs.accept(copy(series.labels(), (FloatRun) run));
        }
      }
    }
  }

  private boolean isWanted(Labels labels) {
    return selector.matches(labels) && scoring.scores(labels);
  }

  private static SeriesRun copy(Labels labels, FloatRun run) {
    return new SeriesRun(
        labels,
        Arrays.copyOf(run.timestamps, run.size()),
        Arrays.copyOf(run.valueBits, run.size()));
  }

  @Override
  public void close() {
    store.close();
  }
}
