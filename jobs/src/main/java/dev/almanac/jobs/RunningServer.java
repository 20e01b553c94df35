package dev.almanac.jobs;

import dev.almanac.backup.LateSource;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.Matcher;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A Prometheus that is asked by remote read for what its snapshot lacks. */
final class RunningServer implements LateSource {

  private final RemoteReadClient remote;
  private final Duration outOfOrderWindow;
  private final Map<String, String> externalLabels;

  RunningServer(
      PrometheusEndpoint endpoint, Duration outOfOrderWindow, Map<String, String> externalLabels) {
    remote = new RemoteReadClient(endpoint);
    this.outOfOrderWindow = outOfOrderWindow;
    this.externalLabels = externalLabels;
  }

  @Override
  public Duration outOfOrderWindow() {
    return outOfOrderWindow;
  }

  @Override
  public Map<String, String> externalLabels() {
    return externalLabels;
  }

  @Override
  public SeriesCursor read(TimeRange time) {
    return remote.read(List.of(Matcher.ANY), time);
  }
}
