package dev.almanac.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Alertmanager;
import dev.almanac.prometheus.BlackboxExporter;
import dev.almanac.prometheus.NodeExporter;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RalphStandIn;
import dev.almanac.prometheus.RemoteWriteClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The monitoring as {@code monitoring/} configures it, with real servers on free ports, scraping
 * every two seconds: Ralph's stand-in with some traffic, node_exporter with what the nightly work
 * publishes, the blackbox exporter, Alertmanager, and scores as {@code almanac watch} writes them.
 */
final class RunningMonitoring implements AutoCloseable {

  private static final String NIGHT =
      """
      almanac_backup_success 1
      almanac_backup_complete 1
      almanac_backup_failures_total 0
      almanac_backup_timestamp_seconds %1$d
      almanac_backup_last_success_timestamp_seconds %1$d
      almanac_backup_duration_seconds 12.5
      almanac_backup_samples 2500000
      almanac_backup_new_samples 90000
      almanac_backup_archive_bytes 840000
      almanac_backup_new_bytes 31000
      almanac_restore_drill_success 1
      almanac_restore_drill_timestamp_seconds %1$d
      almanac_restore_drill_duration_seconds 30
      almanac_restore_drill_samples 2500000
      almanac_restore_drill_differences 0
      almanac_audit_critical_findings 0
      almanac_audit_warning_findings 0
      almanac_audit_timestamp_seconds %1$d
      almanac_training_failures_total 1
      almanac_training_success 1
      almanac_training_timestamp_seconds %1$d
      almanac_training_last_success_timestamp_seconds %1$d
      almanac_training_duration_seconds 81
      almanac_training_series_fitted 900
      almanac_training_series_skipped 275
      almanac_model_version 3
      almanac_model_evaluated_series 880
      almanac_model_mase 0.7
      almanac_model_smape 9.5
      almanac_model_owa 0.8
      almanac_model_msis 6.1
      almanac_model_coverage 0.94
      """;

  private static final List<String> PATHS =
      List.of(
          "/",
          "/login/",
          "/data_center/datacenterasset/7/",
          "/api/data-center-assets/",
          "/no-such-page");

  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Path folder;
  private final RalphStandIn ralph;
  private final NodeExporter node;
  private final PrometheusServer prometheus;

  private RunningMonitoring(Path folder) throws IOException {
    this.folder = folder;
    ralph = started(RalphStandIn.start(folder.resolve("ralph")));
    Path textfiles = Files.createDirectories(folder.resolve("textfiles"));
    long now = System.currentTimeMillis() / 1000;
    Files.writeString(textfiles.resolve("almanac.prom"), NIGHT.formatted(now));
    node =
        started(
            NodeExporter.start(
                folder.resolve("node"), "--collector.textfile.directory=" + textfiles));
    Path monitoring = MonitoringTree.MONITORING;
    BlackboxExporter blackbox =
        started(
            BlackboxExporter.start(
                folder.resolve("blackbox"), monitoring.resolve("blackbox/blackbox.yml")));
    Alertmanager alertmanager =
        started(
            Alertmanager.start(
                folder.resolve("alertmanager"),
                monitoring.resolve("alertmanager/alertmanager.yml")));
    prometheus = started(prometheus(blackbox, alertmanager));
  }

  static RunningMonitoring start(Path folder) throws IOException {
    return new RunningMonitoring(folder);
  }

  private <T extends AutoCloseable> T started(T server) {
    running.push(server);
    return server;
  }

  /** The configuration itself, with other addresses and more haste. */
  private PrometheusServer prometheus(BlackboxExporter blackbox, Alertmanager alertmanager)
      throws IOException {
    Path source = MonitoringTree.MONITORING.resolve("prometheus");
    Path home = Files.createDirectories(folder.resolve("prometheus"));
    Files.createSymbolicLink(home.resolve("rules"), source.resolve("rules"));
    Path targets = Files.createDirectory(home.resolve("targets"));
    for (Path file : MonitoringTree.files(source.resolve("targets"), ".yml")) {
      String text =
          MonitoringTree.text(file)
              .replace("127.0.0.1:8000", ralph.address())
              .replace("127.0.0.1:9100", node.address())
              // What almanac serve publishes of itself is not asked for here.
              .replace("127.0.0.1:8470", node.address());
      Files.writeString(targets.resolve(file.getFileName()), text);
    }
    // Prometheus's own port is not known yet: it scrapes whoever it will be after a reload.
    PrometheusServer server = PrometheusServer.start(home, "");
    server.reload(
        MonitoringTree.text(source.resolve("prometheus.yml"))
            .replace("scrape_interval: 15s", "scrape_interval: 2s")
            .replace("evaluation_interval: 15s", "evaluation_interval: 2s")
            .replace("scrape_timeout: 10s", "scrape_timeout: 2s")
            .replace(
                MonitoringTree.TOKEN,
                Files.writeString(folder.resolve("almanac.token"), "nobody asks").toString())
            .replace("127.0.0.1:9090", server.address())
            .replace("127.0.0.1:9093", alertmanager.address())
            .replace("127.0.0.1:9115", blackbox.address()));
    return server;
  }

  PrometheusServer prometheus() {
    return prometheus;
  }

  /** The address by which Prometheus knows the machine. */
  String machine() {
    return node.address();
  }

  /** Has people and programs use Ralph, and scores be written, until this is closed. */
  void use() {
    AtomicBoolean more = new AtomicBoolean(true);
    RemoteWriteClient client = prometheus.writer();
    ExecutorService users = Executors.newSingleThreadExecutor();
    Future<?> use =
        users.submit(
            () -> {
              while (more.get()) {
                PATHS.forEach(this::visit);
                visit("/api/broken/");
                score(client);
                // The machine has tests to run, too.
                LockSupport.parkNanos(PAUSE.toNanos());
              }
            });
    running.push(
        () -> {
          more.set(false);
          users.shutdown();
          // Throws what went wrong with it.
          use.get(2, TimeUnit.MINUTES);
        });
  }

  private void visit(String path) {
    try {
      ralph.request("GET", path);
    } catch (IllegalStateException e) {
      // Some pages are there to fail.
      assertThat(e).hasMessageContaining("answered");
    } catch (UncheckedIOException e) {
      // So busy is the machine that it did not answer in time: as users do, ask again.
      return;
    }
  }

  /** As {@code almanac watch} writes them. */
  private void score(RemoteWriteClient client) {
    WriteRequest request = new WriteRequest();
    String[] scorer = {"job", "almanac", "subtask", "0"};
    String[] source = {"job", "node", "instance", machine(), "for", "node_load1"};
    add(request, "almanac_scoring_lag_seconds", 6, scorer);
    add(request, "almanac_scoring_alarms_total", 2, scorer);
    add(request, "almanac_scoring_alarms_due_total", 1.4, scorer);
    add(request, "almanac_scoring_samples_total", 90_000, with(scorer, "outcome", "scored"));
    add(request, "almanac_anomaly_score", 0.4, source);
    add(request, "almanac_forecast", 1, source);
    add(request, "almanac_forecast", 1.1, with(source, "horizon", "1h"));
    add(request, "almanac_forecast_lower", 0.5, source);
    add(request, "almanac_forecast_upper", 1.5, source);
    assertThat(client.write(request))
        .isInstanceOfAny(WriteOutcome.Accepted.class, WriteOutcome.RetryLater.class);
  }

  private static String[] with(String[] labels, String... more) {
    return Stream.concat(Stream.of(labels), Stream.of(more)).toArray(String[]::new);
  }

  private static void add(WriteRequest request, String metric, double value, String... labels) {
    FloatRun run = new FloatRun();
    run.timestamps[0] = System.currentTimeMillis();
    run.valueBits[0] = Double.doubleToRawLongBits(value);
    run.setSize(1);
    request.add(Labels.of(with(labels, "__name__", metric)), run);
  }

  @Override
  public void close() {
    for (AutoCloseable one : running) {
      try {
        one.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
