package dev.almanac.prometheus;

import dev.almanac.series.CounterReset;
import dev.almanac.series.FloatRun;
import dev.almanac.series.HistogramRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * A real Prometheus that holds everything a Prometheus can hold, and that nothing more comes into:
 * what it answers is the truth to compare with.
 *
 * <ul>
 *   <li>{@link OracleCorpus}, pushed by remote write: several blocks, and the head
 *   <li>a node exporter that was scraped every second and then died: stale markers
 *   <li>a deleted series and a deleted range of time: tombstones in blocks
 *   <li>a sample that came out of order and is in a block by now
 *   <li>float histograms, recorded by rules from integer ones
 *   <li>on demand, samples out of order that are still in the head ({@link #pushOutOfOrder})
 * </ul>
 */
public final class OracleServer implements AutoCloseable {

  /** The series that gets samples out of order. */
  public static final Labels LATE = Labels.of("__name__", "oracle_late");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final String QUIET =
      """
      global:
        scrape_interval: 1s
      storage:
        tsdb:
          out_of_order_time_window: 12h
      """;

  private static final String RULES =
      """
      groups:
        - name: oracle
          interval: 50ms
          rules:
            - record: oracle_float_histogram
              expr: oracle_source
              labels: {recorded: "yes"}
            - record: oracle_float_gauge_histogram
              expr: rate(oracle_source[10s])
              labels: {recorded: "yes"}
      """;

  private static final long BLOCK = 2 * OracleCorpus.HOUR;

  private final PrometheusServer server;
  private final RemoteWriteClient client;
  private final SampleTable sources = new SampleTable();
  private final long begin;
  private final long end;

  private OracleServer(PrometheusServer server, long now) {
    this.server = server;
    client = server.writer();
    end = now - OracleCorpus.MINUTE;
    begin = Math.floorDiv(now, BLOCK) * BLOCK - 3 * BLOCK;
  }

  /** Starts and fills a server below this directory; takes some ten seconds. */
  public static OracleServer start(Path directory) {
    Await.until("the head is far from its next compaction", PATIENCE, OracleServer::isQuietTime);
    PrometheusServer server = PrometheusServer.start(directory.resolve("server"), QUIET);
    OracleServer oracle = new OracleServer(server, System.currentTimeMillis());
    try {
      oracle.fill(directory);
      return oracle;
    } catch (RuntimeException | Error e) {
      oracle.close();
      throw e;
    }
  }

  /**
   * Whether time itself will not have the head compacted soon: it is when it spans one and a half
   * blocks, so in the middle of each block's time. Samples out of order would no longer be in it.
   */
  private static boolean isQuietTime() {
    long untilCompaction = Math.floorMod(BLOCK / 2 - System.currentTimeMillis(), BLOCK);
    return untilCompaction > OracleCorpus.MINUTE;
  }

  public PrometheusServer server() {
    return server;
  }

  /** When the pushed series begin. */
  public long begin() {
    return begin;
  }

  /** When the pushed series end. */
  public long end() {
    return end;
  }

  /**
   * The histograms that rules recorded as {@code oracle_float_histogram}: labels but the name and
   * {@code recorded} are the same, values too, but counts are floats.
   */
  SampleTable sources() {
    return sources;
  }

  private void fill(Path directory) {
    pushCorpus();
    awaitBlocks();
    recordRulesAndScrapeUntilTheTargetDies(directory.resolve("exporter"));
    server.deleteSeries("oracle_deleted_series", begin, end + OracleCorpus.HOUR);
    server.deleteSeries(
        "oracle_deleted_range", begin + OracleCorpus.HOUR, begin + 5 * OracleCorpus.HOUR);
  }

  private void pushCorpus() {
    List<OracleCorpus.Series> corpus = OracleCorpus.from(begin);
    WriteRequest request = new WriteRequest();
    for (long minute = begin; minute < end; minute += OracleCorpus.MINUTE) {
      for (OracleCorpus.Series series : corpus) {
        Run run = series.samples().between(minute, Math.min(end, minute + OracleCorpus.MINUTE));
        if (run != null) {
          request.add(series.labels(), run);
        }
      }
      if (request.samples() > 20_000) {
        push(request);
        request = new WriteRequest();
      }
      if (minute == begin + OracleCorpus.HOUR) {
        // Early enough to be compacted, together with the head's first block.
        pushLate(minute - 10 * OracleCorpus.MINUTE);
        pushLate(minute - 40 * OracleCorpus.MINUTE);
      }
    }
    push(request);
  }

  /**
   * Pushes one sample in order and some before it, which the server shows from now on and no
   * snapshot holds until the head is compacted.
   *
   * @return the timestamps of those that came out of order
   */
  public long[] pushOutOfOrder() {
    pushLate(end);
    long[] late = {end - 9 * OracleCorpus.MINUTE, end - 5 * OracleCorpus.MINUTE, end - 1};
    for (long timestamp : late) {
      pushLate(timestamp);
    }
    return late;
  }

  private void pushLate(long timestamp) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = timestamp;
    run.valueBits[0] = Double.doubleToRawLongBits(-1.5);
    run.setSize(1);
    push(new WriteRequest().add(LATE, run));
  }

  private void push(WriteRequest request) {
    WriteOutcome outcome = client.write(request);
    if (!(outcome instanceof WriteOutcome.Accepted)) {
      throw new IllegalStateException("the oracle did not take its samples: " + outcome);
    }
  }

  private void awaitBlocks() {
    Await.until("the head is compacted", PATIENCE, () -> blocks() >= 2);
  }

  private long blocks() {
    try (Stream<Path> files = Files.list(server.dataDirectory())) {
      return files.filter(f -> Files.exists(f.resolve("meta.json"))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Native float histograms come from PromQL only: 2.42 refuses them in remote write. */
  private void recordRulesAndScrapeUntilTheTargetDies(Path directory) {
    try (NodeExporter exporter = NodeExporter.start(directory)) {
      server.reload(QUIET + scraping(exporter.address()), RULES);
      for (int x = 0; x < 40; x++) {
        pushSourcesOfRules(x);
        awaitNextEvaluation();
      }
      Await.until(
          "three scrapes", PATIENCE, () -> value("count_over_time(up{job='node'}[1m])") >= 3);
    }
    Await.until("the target is down", PATIENCE, () -> value("up{job='node'}") == 0);
    // Scraping ends with the reload; what rules recorded is marked stale a moment later.
    server.reload(QUIET);
    Await.until(
        "the recorded series are stale",
        PATIENCE,
        () -> Double.isNaN(value("count({recorded='yes'})")));
  }

  private static String scraping(String target) {
    return """
    rule_files: [rules.yml]
    scrape_configs:
      - job_name: node
        static_configs:
          - targets: ['%s']
    """
        .formatted(target);
  }

  private void pushSourcesOfRules(long x) {
    long now = System.currentTimeMillis();
    WriteRequest request = new WriteRequest();
    addSource(request, "growing", OracleCorpus.histogram(CounterReset.UNKNOWN, now, x, 4, 0));
    addSource(
        request, "resetting", OracleCorpus.histogram(CounterReset.UNKNOWN, now, x % 15, 4, 0));
    addSource(
        request, "widening", OracleCorpus.histogram(CounterReset.UNKNOWN, now, x, 2 + x / 5, 0));
    if (x < 10 || x > 20) {
      addSource(request, "pausing", OracleCorpus.histogram(CounterReset.UNKNOWN, now, x, 4, 0));
    } else if (x == 10) {
      HistogramRun stale = OracleCorpus.histogram(CounterReset.UNKNOWN, now, x, 4, 0);
      stale.sumBits[0] = OracleCorpus.STALE;
      addSource(request, "pausing", stale);
    }
    push(request);
  }

  private void addSource(WriteRequest request, String shape, HistogramRun run) {
    Labels labels = Labels.of("__name__", "oracle_source", "shape", shape);
    sources.add(labels, run);
    request.add(labels, run);
  }

  private void awaitNextEvaluation() {
    String iterations = "prometheus_rule_group_iterations_total";
    double before = server.ownMetric(iterations);
    Await.until("the rules are evaluated", PATIENCE, () -> server.ownMetric(iterations) > before);
  }

  /** The value of an expression's only element; NaN where it has none. */
  private double value(String promql) {
    return server.query(promql).path(0).path("value").path(1).asDouble(Double.NaN);
  }

  @Override
  public void close() {
    server.close();
  }
}
