package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.registry.Evaluation;
import dev.almanac.registry.Gate;
import dev.almanac.registry.GateRule;
import dev.almanac.registry.GroupAccuracy;
import dev.almanac.registry.Lineage;
import dev.almanac.registry.Publication;
import dev.almanac.registry.Registry;
import dev.almanac.registry.VersionDetails;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Prometheus that is well, and one with every trouble that can be made for it. */
class DoctorCommandTest {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What exporters tell of a machine and of nights that went well; one number is the time. */
  private static final String WELL =
      """
      node_memory_MemAvailable_bytes 3e+10
      node_memory_MemTotal_bytes 4e+10
      node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"} 9e+10
      node_filesystem_size_bytes{mountpoint="/",fstype="ext4"} 1e+11
      node_filesystem_avail_bytes{mountpoint="/run",fstype="tmpfs"} 1
      node_filesystem_size_bytes{mountpoint="/run",fstype="tmpfs"} 100
      node_timex_offset_seconds 0.001
      almanac_backup_success 1
      almanac_backup_last_success_timestamp_seconds %1$d
      almanac_restore_drill_success 1
      almanac_training_success 1
      almanac_training_last_success_timestamp_seconds %1$d
      almanac_model_version 3
      almanac_model_owa 0.8
      almanac_model_coverage 0.94
      almanac_scoring_lag_seconds 6
      """;

  private static final String ILL =
      """
      node_memory_MemAvailable_bytes 1e+06
      node_memory_MemTotal_bytes 1e+07
      node_filesystem_avail_bytes{mountpoint="/",fstype="ext4"} 1e+09
      node_filesystem_size_bytes{mountpoint="/",fstype="ext4"} 1e+11
      node_filesystem_avail_bytes{mountpoint="/srv",fstype="ext4"} 1e+10
      node_filesystem_size_bytes{mountpoint="/srv",fstype="ext4"} 1e+11
      node_timex_offset_seconds -2
      almanac_backup_success 0
      almanac_backup_last_success_timestamp_seconds 1.7e+09
      almanac_restore_drill_success 0
      almanac_training_success 0
      almanac_training_last_success_timestamp_seconds 1.7e+09
      almanac_model_version 3
      almanac_model_owa 1.3
      almanac_model_coverage 0.5
      """
          + IntStream.range(0, 501)
              .mapToObj(i -> "requests_of_users{user=\"" + i + "\"} 1\n")
              .collect(Collectors.joining());

  private static final String SCRAPES =
      """
      global: {scrape_interval: 1s, evaluation_interval: 1s}
      rule_files: [rules.yml]
      alerting: {alertmanagers: [%s]}
      scrape_configs:
        - {job_name: prometheus, static_configs: [{targets: ['%s']}]}
        - {job_name: node, static_configs: [{targets: ['%s'%s]}]}
      """;

  private static final String RULES =
      """
      groups:
        - name: failing
          rules: [{record: broken, expr: requests_of_users * on() requests_of_users}]
      """;

  /** It takes longer than it has. */
  private static final String SLOW_RULE =
      """
        - name: slow
          interval: 1ms
          rules: [{record: slow, expr: 'sum(avg_over_time(requests_of_users[1m:1s]))'}]
      """;

  @TempDir private Path folder;
  private final AtomicReference<String> page = new AtomicReference<>("");
  private HttpServer exporter;
  private PrometheusServer prometheus;

  @BeforeEach
  void start() throws IOException {
    exporter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    exporter.createContext(
        "/metrics",
        exchange -> {
          byte[] answer = page.get().getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    exporter.start();
    prometheus = PrometheusServer.start(folder.resolve("prometheus"), "");
  }

  @AfterEach
  void stop() {
    prometheus.close();
    exporter.stop(0);
  }

  private CommandRun doctor(String archive, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "doctor", "--json", "--prometheus", prometheus.url(), "--archive", archive),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private String scrapes(String alertmanager, String more) {
    return SCRAPES.formatted(
        alertmanager, prometheus.address(), "127.0.0.1:" + exporter.getAddress().getPort(), more);
  }

  @Test
  void findsNothingWhereAllIsWell() throws IOException {
    page.set(WELL.formatted(System.currentTimeMillis() / 1000));
    prometheus.reload(scrapes("{static_configs: [{targets: ['127.0.0.1:9']}]}", ""), "groups: []");
    Await.until(
        "both have been scraped",
        PATIENCE,
        () ->
            prometheus.query("almanac_scoring_lag_seconds").size() == 1
                && prometheus.query("prometheus_tsdb_head_series").size() == 1);
    Path archive = archiveWithAChampion();

    CommandRun run = doctor(archive.toString());

    assertThat(run.exit()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.json().path("findings")).isEmpty();
    assertThat(
            CommandRun.of("doctor", "--prometheus", prometheus.url(), "--archive", archive + "")
                .err())
        .isEqualTo("all is well\n");
  }

  /** A backup of now, and a version that the gate let through. */
  private Path archiveWithAChampion() throws IOException {
    Path archive = folder.resolve("archive");
    CommandRun backup =
        CommandRun.of("archive", "--from", prometheus.url(), "--archive", archive.toString());
    assertThat(backup.exit()).as(backup.err()).isEqualTo(ExitCode.DONE);
    try (BlobStore store = BlobStores.open(archive.toString())) {
      Registry registry = new Registry(store);
      TimeRange time = new TimeRange(1797379200000L, 1797465600000L);
      Evaluation evaluation =
          new Evaluation(time, 0.95, List.of(new GroupAccuracy("cpu", 12, 0.6, 5, 0.5, 4, 0.94)));
      Publication publication = registry.begin("metrics");
      VersionDetails details =
          new VersionDetails(
              new Lineage(
                  List.of("20261123T230000Z-3f9c21ab"),
                  time,
                  new TreeMap<>(),
                  "almanac 0.1.0",
                  "trainer-1",
                  Duration.ofSeconds(83)),
              Optional.of(evaluation),
              new TreeMap<>(),
              new TreeMap<>());
      Path file = Files.writeString(folder.resolve("parameters"), "x");
      registry.admit(
          registry
              .publish(
                  publication,
                  details,
                  List.of(registry.stage(publication, "parameters.bin", file)))
              .id(),
          new Gate(GateRule.DEFAULT).judge(evaluation),
          "almanac train");
    }
    return archive;
  }

  @Test
  void findsEveryTroubleThatCanBeMade() throws IOException {
    page.set(ILL);
    prometheus.reload(scrapes("", ""), RULES + SLOW_RULE);
    findsAll("queries: group slow: its rules take ");
    breakTheLog();
    // A target where nobody listens, and a configuration that is refused after that.
    prometheus.reload(scrapes("", ", '127.0.0.1:9'"), RULES);
    try {
      prometheus.reload("scrape_configs: nonsense", RULES);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("answered");
    }
    String archive = folder.resolve("empty").toString();
    findsAll(
        "cardinality: requests_of_users: 501 series of one metric",
        "scrapes: job node, 127.0.0.1:9: the last scrape failed: ",
        "rules: failing, broken: it cannot be evaluated: ",
        "configuration: Prometheus: it refused its last configuration",
        "storage: Prometheus: 1 corruptions of its log of samples",
        "alerts: Prometheus: it knows no Alertmanager",
        "samples: Prometheus: ",
        "memory: {instance=",
        "disk: {fstype=\"ext4\", instance=",
        "clock: {instance=",
        "backups: almanac_backup_success{",
        "backups: almanac_restore_drill_success{",
        "backups: {instance=",
        "backups: " + archive + ": there is no backup",
        "models: almanac_training_success{",
        "models: almanac_model_owa{",
        "models: almanac_model_coverage{",
        "models: {instance=",
        "models: " + archive + ": there is no model",
        "scoring: Prometheus: there is a champion, version 3, and nothing is scored",
        "service: ML API, http://127.0.0.1:9: it does not answer");
  }

  /** Overwrites what Prometheus wrote first, while it does not run. */
  private void breakTheLog() throws IOException {
    prometheus.close();
    try (FileChannel log =
        FileChannel.open(
            prometheus.dataDirectory().resolve("wal/00000000"), StandardOpenOption.WRITE)) {
      log.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, 8}), 100);
    }
    prometheus = prometheus.startAgain();
  }

  /** Asks until each has been found: servers take their time to notice what ails them. */
  private void findsAll(String... expected) {
    Set<String> missing = new TreeSet<>(List.of(expected));
    try {
      Await.until(
          "the doctor finds everything",
          PATIENCE,
          () -> {
            // Each doctor leaves connections behind, and Prometheus closes its door at 512.
            LockSupport.parkNanos(PAUSE.toNanos());
            writeWhatIsTooOld();
            List<String> found = findings();
            missing.removeIf(one -> found.stream().anyMatch(told -> told.startsWith(one)));
            return missing.isEmpty();
          });
    } catch (AssertionError e) {
      throw new AssertionError("never found: " + missing, e);
    }
  }

  private List<String> findings() {
    CommandRun run =
        doctor(
            folder.resolve("empty").toString(),
            "--serve",
            "http://127.0.0.1:9",
            "--most-series-of-metric",
            "500");
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.NO);
    List<String> told = new ArrayList<>();
    for (JsonNode finding : run.json().path("findings")) {
      told.add(
          Stream.of("check", "where", "found")
              .map(field -> finding.path(field).asText())
              .collect(Collectors.joining(": ")));
    }
    return told;
  }

  private void writeWhatIsTooOld() {
    long now = System.currentTimeMillis();
    for (long time : new long[] {now, now - 60_000}) {
      WriteRequest request = new WriteRequest();
      FloatRun run = new FloatRun();
      run.timestamps[0] = time;
      run.setSize(1);
      request.add(Labels.of("__name__", "written"), run);
      prometheus.writer().write(request);
    }
  }

  @Test
  void saysThatThereIsNoPrometheus() {
    CommandRun run = CommandRun.of("doctor", "--prometheus", "http://127.0.0.1:9");

    assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
    assertThat(run.err()).contains("cannot reach http://127.0.0.1:9/api/v1/status/tsdb");
  }

  @Test
  void saysThatPrometheusDoesNotScrapeItself() {
    CommandRun run = doctor(folder.resolve("empty").toString());

    assertThat(run.json().path("findings"))
        .extracting(finding -> finding.path("found").asText())
        .anyMatch(found -> found.startsWith("it does not scrape itself"));
  }
}
