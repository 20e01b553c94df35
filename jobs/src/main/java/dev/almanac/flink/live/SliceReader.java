package dev.almanac.flink.live;

import dev.almanac.prometheus.KnownLabels;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Reads one share, a slice of time after the other. An answer is read piecemeal: a slice of many
 * series takes several calls, and no more memory than one call's samples.
 */
final class SliceReader {

  private final LiveSplit split;
  private final RemoteReadClient client;
  private final OwnNames names;
  private final LiveSettings settings;
  private final LiveMetrics metrics;
  private final KnownLabels known = new KnownLabels();

  /** Everything before has been fetched. */
  private long position;

  /** From which position on to look back again. */
  private long nextLookBack;

  private SeriesCursor answer;
  private long until;

  SliceReader(
      LiveSplit split,
      RemoteReadClient client,
      OwnNames names,
      LiveSettings settings,
      LiveMetrics metrics) {
    this.split = split;
    this.client = client;
    this.names = names;
    this.settings = settings;
    this.metrics = metrics;
    position = split.position();
    nextLookBack = position;
  }

  LiveSplit split() {
    return split;
  }

  /**
   * When the next slice may be fetched, in milliseconds since the epoch; 0 for the rest of one that
   * was begun.
   */
  long dueAt() {
    return answer != null ? 0 : position + settings.lag().toMillis() + settings.poll().toMillis();
  }

  /**
   * Fetches some of a slice.
   *
   * @param now which slice may be asked for, in milliseconds since the epoch
   * @param samples after how many samples to leave the rest for the next call
   * @throws dev.almanac.prometheus.PrometheusException after {@link #abandon} has to be called
   */
  void fetch(long now, int samples, Consumer<LiveRecord> out) {
    if (answer == null) {
      until = Math.min(now - settings.lag().toMillis(), position + settings.slice().toMillis());
      long from = position;
      if (position >= nextLookBack) {
        from = Math.max(split.floor(), position - settings.overlap().toMillis());
        nextLookBack = position + settings.overlap().toMillis() / 2;
      }
      metrics.asked();
      answer = client.read(split.matchers(), new TimeRange(from, until), known);
    }
    int fetched = 0;
    while (fetched < samples) {
      if (!answer.nextSeries()) {
        answer.close();
        answer = null;
        position = until;
        metrics.fetchedUntil(position);
        out.accept(new LiveRecord.ReadUntil(position));
        return;
      }
      fetched += fetchSeries(out);
    }
  }

  private int fetchSeries(Consumer<LiveRecord> out) {
    FloatRun all = null;
    for (Run run = answer.nextRun(); run != null; run = answer.nextRun()) {
      if (!(run instanceof FloatRun floats)) {
        metrics.skippedHistograms(run.size());
      } else if (all == null) {
        all = floats.copy(0, run.size());
      } else {
        // Chunks of a head and of samples that came out of order may overlap.
        int from = floats.firstFrom(all.lastTimestamp() + 1);
        if (from < floats.size()) {
          all.append(floats, from, floats.size());
        }
      }
    }
    if (all == null) {
      return 1; // a step too, or an answer of histograms alone would hold the reader
    }
    SeriesRun run =
        new SeriesRun(
            names.of(answer.labels()),
            Arrays.copyOf(all.timestamps, all.size()),
            Arrays.copyOf(all.valueBits, all.size()));
    out.accept(new LiveRecord.Samples(run));
    return run.size();
  }

  /** Gives up what was begun: the slice will be fetched from its beginning. */
  void abandon() {
    nextLookBack = position;
    if (answer != null) {
      answer.close();
      answer = null;
    }
  }
}
