package dev.almanac.jobs;

import dev.almanac.backup.LateSource;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.PrometheusException;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

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
    return new Answer(call(() -> remote.read(List.of(Matcher.ANY), time)));
  }

  private static <T> T call(Supplier<T> question) {
    try {
      return question.get();
    } catch (PrometheusException e) {
      throw new Unavailable(e);
    }
  }

  private static final class Answer implements SeriesCursor {

    private final SeriesCursor cursor;

    Answer(SeriesCursor cursor) {
      this.cursor = cursor;
    }

    @Override
    public boolean nextSeries() {
      return call(cursor::nextSeries);
    }

    @Override
    public Labels labels() {
      return cursor.labels();
    }

    @Override
    public Run nextRun() {
      return call(cursor::nextRun);
    }

    @Override
    public void close() {
      cursor.close();
    }
  }
}
