package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.series.Matcher;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.connector.base.source.reader.SingleThreadMultiplexSourceReaderBase;

/** Reads its shares side by side, with one thread that asks the server. */
@SuppressWarnings("try") // close() of the base class throws whatever it likes
final class LiveReader
    extends SingleThreadMultiplexSourceReaderBase<LiveRecord, SeriesRun, LiveSplit, LivePosition> {

  private final List<Matcher> meant;
  private final LiveSettings settings;

  private LiveReader(
      PrometheusEndpoint endpoint,
      List<Matcher> meant,
      LiveSettings settings,
      LiveMetrics metrics,
      SourceReaderContext context) {
    super(
        () -> new LiveFetcher(endpoint, settings, metrics),
        new LiveEmitter(metrics),
        context.getConfiguration(),
        context);
    this.meant = meant;
    this.settings = settings;
  }

  static LiveReader open(
      PrometheusEndpoint endpoint,
      List<Matcher> meant,
      LiveSettings settings,
      SourceReaderContext context) {
    return new LiveReader(
        endpoint, meant, settings, new LiveMetrics(context.metricGroup()), context);
  }

  /** Those of a checkpoint may have been of a job that read other series. */
  @Override
  public void addSplits(List<LiveSplit> splits) {
    super.addSplits(splits.stream().map(split -> split.among(meant)).toList());
  }

  /** Asks for a share where no checkpoint has one for it: it may be left out otherwise. */
  @Override
  public void start() {
    if (getNumberOfCurrentlyAssignedSplits() == 0) {
      context.sendSplitRequest();
    }
  }

  @Override
  protected LivePosition initializedState(LiveSplit split) {
    return new LivePosition(split, settings.overlap().toMillis());
  }

  @Override
  protected LiveSplit toSplitType(String splitId, LivePosition position) {
    return position.toSplit();
  }

  /** Never called: a share has no end. */
  @Override
  protected void onSplitFinished(Map<String, LivePosition> finished) {
    throw new IllegalStateException("a share of a live server has no end: " + finished.keySet());
  }
}
