package dev.almanac.flink.live;

import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.SeriesCounts;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * The float samples of a running Prometheus, as they come in, without end: polled by remote read,
 * each sample once and each series in order, after a restart from a checkpoint too. Stale markers
 * are samples like others; native histograms are skipped and counted. Series have the labels that
 * the server itself knows them by, without its external ones.
 *
 * <p>A poll asks for everything between the last one and a little before now (the lag), and now and
 * then for a while before that (the overlap): what came late is found there, handed on and counted.
 * A sample that is older than one of its series that was handed on before is not found.
 *
 * <p>While the server is away the source waits; then it catches up, slice by slice. It fails only
 * where the server refuses the credentials or is none.
 *
 * <p>Watermarks: the source emits its own, one after each slice, so pass {@code
 * WatermarkStrategy.noWatermarks()}. They stand still while the server is away. A parallelism above
 * the number of shares is of no use, and does no harm.
 *
 * <p>What Almanac writes is never read, nor what is made of it: series whose metric name begins
 * with {@code almanac_}, records of them by their usual names ({@code level:almanac_…}), and
 * alerts. An anomaly would be one of its own score, too.
 */
public final class LiveSource implements Source<SeriesRun, LiveSplit, LivePlan> {

  private static final long serialVersionUID = 1L;

  static final Matcher NOT_OUR_OWN =
      new Matcher(Labels.METRIC_NAME, Matcher.Type.NRE, "(.+:)?almanac_.*|ALERTS|ALERTS_FOR_STATE");

  private final PrometheusEndpoint endpoint;
  private final ArrayList<Matcher> matchers;
  private final LiveSettings settings;
  private final int shares;
  private final long start;

  private LiveSource(
      PrometheusEndpoint endpoint,
      List<Matcher> matchers,
      LiveSettings settings,
      int shares,
      long start) {
    this.endpoint = endpoint;
    this.matchers = new ArrayList<>(matchers);
    this.settings = settings;
    this.shares = shares;
    this.start = start;
  }

  /**
   * The series that all matchers hold for, from now on, in one share. Now is when this is called,
   * so that a job that fails before its first checkpoint leaves nothing out.
   *
   * @param matchers none for all series
   */
  public static LiveSource of(
      PrometheusEndpoint endpoint, List<Matcher> matchers, LiveSettings settings) {
    return new LiveSource(endpoint, matchers, settings, 1, System.currentTimeMillis());
  }

  /** The same from another time on, in the past. */
  public LiveSource from(Instant time) {
    return new LiveSource(endpoint, matchers, settings, shares, time.toEpochMilli());
  }

  /**
   * The same in several shares, by metric names, of about as many series each, so that as many
   * readers share the work.
   */
  public LiveSource inShares(int number) {
    if (number < 1) {
      throw new IllegalArgumentException("expected one share or more, found " + number);
    }
    return new LiveSource(endpoint, matchers, settings, number, start);
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SplitEnumerator<LiveSplit, LivePlan> createEnumerator(
      SplitEnumeratorContext<LiveSplit> context) {
    return restoreEnumerator(context, new LivePlan(false, List.of()));
  }

  @Override
  public SplitEnumerator<LiveSplit, LivePlan> restoreEnumerator(
      SplitEnumeratorContext<LiveSplit> context, LivePlan plan) {
    return new LiveEnumerator(context, this::plan, settings.longestPause().toMillis(), plan, start);
  }

  private List<LiveSplit> plan() {
    List<Matcher> all = new ArrayList<>(matchers);
    all.add(NOT_OUR_OWN);
    List<List<Matcher>> parts =
        shares == 1
            ? List.of(List.of())
            : LiveShares.of(SeriesCounts.byMetric(endpoint, all), shares);
    List<LiveSplit> splits = new ArrayList<>();
    for (List<Matcher> part : parts) {
      List<Matcher> both = new ArrayList<>(all);
      both.addAll(part);
      splits.add(LiveSplit.from(splits.size(), both, start));
    }
    return splits;
  }

  @Override
  public SourceReader<SeriesRun, LiveSplit> createReader(SourceReaderContext context) {
    return LiveReader.open(endpoint, matchers, settings, context);
  }

  @Override
  public SimpleVersionedSerializer<LiveSplit> getSplitSerializer() {
    return new LiveSplitSerializer();
  }

  @Override
  public SimpleVersionedSerializer<LivePlan> getEnumeratorCheckpointSerializer() {
    return new LivePlanSerializer();
  }
}
