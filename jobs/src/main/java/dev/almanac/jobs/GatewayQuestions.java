package dev.almanac.jobs;

import dev.almanac.archive.RollupNumber;
import dev.almanac.archive.RollupStep;
import dev.almanac.blob.BlobStore;
import dev.almanac.gateway.ExternalLabels;
import dev.almanac.gateway.Gateway;
import dev.almanac.gateway.GatewayServer;
import dev.almanac.gateway.ReadLimits;
import dev.almanac.jobs.bench.CountingStore;
import dev.almanac.prometheus.PrometheusEndpoint;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What {@link QueryBench} asks, put to {@code almanac history serve} over a store that counts. */
final class GatewayQuestions implements AutoCloseable {

  private static final Duration A_DAY = Duration.ofDays(1);

  private final CountingStore store;
  private final GatewayServer server;

  /** Kept, as a Prometheus keeps its connections. */
  private final RemoteReadClient samples;

  private final RemoteReadClient hours;

  /**
   * @param archive is closed with this
   */
  GatewayQuestions(BlobStore archive, Path scratch) throws IOException {
    store = new CountingStore(archive);
    Gateway gateway =
        new Gateway(
            List.of(store),
            new Gateway.Settings(
                new ExternalLabels(Map.of()),
                ReadLimits.DEFAULT,
                Duration.ZERO,
                A_DAY,
                false,
                scratch));
    gateway.newestBackups();
    server =
        GatewayServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            gateway,
            new GatewayServer.Load(1, 1, A_DAY),
            GatewayMetrics::write,
            "text/plain");
    PrometheusEndpoint endpoint = PrometheusEndpoint.of(server.url());
    samples = new RemoteReadClient(endpoint);
    hours = RemoteReadClient.at(endpoint, "/api/v1/read/" + RollupStep.HOUR.spelling());
  }

  CountingStore store() {
    return store;
  }

  /** All samples of a series; how many there are. */
  long series(Labels labels, TimeRange time) {
    List<Matcher> matchers = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      matchers.add(Matcher.eq(labels.name(i), labels.value(i)));
    }
    return count(samples, matchers, time);
  }

  /** All samples of a metric, as a Prometheus needs them for the greatest of each hour. */
  long metric(String name, TimeRange time) {
    return count(samples, List.of(Matcher.eq(Labels.METRIC_NAME, name)), time);
  }

  /** The greatest of each hour of a metric, from rollups. */
  long hours(String name, TimeRange time) {
    return count(
        hours,
        List.of(
            Matcher.eq(Labels.METRIC_NAME, name),
            Matcher.eq("aggregate", RollupNumber.MAX.spelling())),
        time);
  }

  private static long count(RemoteReadClient client, List<Matcher> matchers, TimeRange time) {
    long samples = 0;
    try (SeriesCursor series = client.read(matchers, time)) {
      while (series.nextSeries()) {
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          samples += run.size();
        }
      }
    }
    return samples;
  }

  @Override
  public void close() {
    server.close();
    store.close();
  }
}
