package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.OracleServer;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.Promtool;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Selector;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Prometheus makes of restored folders, compared with the server they are from. */
class RestoredServerTest {

  private static final String SCRAPING_ITSELF =
      """
      global:
        scrape_interval: 1s
      scrape_configs:
        - job_name: itself
          static_configs:
            - targets: ['%s']
      """;

  private static OracleServer oracle;
  private static Path archive;
  private static SampleTable original;

  @TempDir private Path folder;

  @BeforeAll
  static void archive(@TempDir Path scratch) {
    oracle = OracleServer.start(scratch);
    archive = scratch.resolve("archive");
    SnapshotClient client = new SnapshotClient(oracle.server().endpoint());
    Path snapshot = client.snapshotDirectory(client.create(false));
    CommandRun run =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", archive.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    original = read(oracle.server());
  }

  @AfterAll
  static void stop() {
    oracle.close();
  }

  private static SampleTable read(PrometheusServer server) {
    return new SampleTable().add(server.reader().read(List.of(Matcher.ANY), TimeRange.ALL));
  }

  private CommandRun restore(String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "restore",
                    "latest",
                    "--archive",
                    archive.toString(),
                    "--into",
                    folder.resolve("data").toString()),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void assertSame(SampleTable found, SampleTable expected) {
    assertThat(expected.samples()).isGreaterThan(1000);
    assertThat(found.minus(expected)).isEmpty();
    assertThat(expected.minus(found)).isEmpty();
  }

  @Test
  void showsTheSameBitsAsTheServerTheyAreFrom() {
    CommandRun run = restore();

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    assertThat(run.out()).doesNotContain("not the same file");
    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n")) {
      assertSame(read(server), original);
    }
  }

  @Test
  void showsTheSameBitsOfAPart() {
    String selector = "{__name__=~\"oracle_[a-l].*|up\"}";
    TimeRange time = new TimeRange(oracle.begin() + 1_800_001, oracle.begin() + 3 * 3_600_000);

    CommandRun run =
        restore(
            "--match",
            selector,
            "--from",
            Instant.ofEpochMilli(time.from()).toString(),
            "--until",
            Instant.ofEpochMilli(time.until()).toString());

    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n")) {
      assertThat(read(server).series()).isEqualTo(part(Selector.parse(selector), time));
    }
  }

  /** Not by remote read: Prometheus 2.42 breaks off where the time asked for cuts histograms. */
  private static Map<Labels, SortedMap<Long, SampleTable.Value>> part(
      Selector selector, TimeRange time) {
    Map<Labels, SortedMap<Long, SampleTable.Value>> part = new HashMap<>();
    original
        .series()
        .forEach(
            (labels, samples) -> {
              SortedMap<Long, SampleTable.Value> within =
                  new TreeMap<>(samples.subMap(time.from(), time.until()));
              if (selector.matches(labels) && !within.isEmpty()) {
                part.put(labels, within);
              }
            });
    assertThat(part).hasSizeGreaterThan(3);
    return part;
  }

  @Test
  void theServerScrapesTakesASnapshotAndRestartsWithoutAComplaint() {
    assertThat(restore().exit()).isEqualTo(ExitCode.DONE);

    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n")) {
      server.reload(SCRAPING_ITSELF.formatted(server.address()));
      Await.until(
          "the server has scraped itself",
          Duration.ofSeconds(30),
          () -> !server.query("up{job='itself'}").isEmpty());
      new SnapshotClient(server.endpoint()).create(false);
      assertThat(server.log()).doesNotContain("level=error");
    }
    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n")) {
      assertThat(server.query("count_over_time(up{job='itself'}[1h])")).isNotEmpty();
      assertThat(server.log()).doesNotContain("level=error");
    }
  }

  @Test
  void promtoolFindsNoFault() throws IOException, InterruptedException {
    assertThat(restore().exit()).isEqualTo(ExitCode.DONE);
    Path data = folder.resolve("data");
    Files.createDirectories(data.resolve("wal"));

    String list = Promtool.tsdb(folder, "list", data.toString());

    try (Stream<Path> blocks = Files.list(data)) {
      for (Path block : blocks.filter(b -> Files.exists(b.resolve("meta.json"))).toList()) {
        String ulid = block.getFileName().toString();
        assertThat(list).contains(ulid);
        assertThat(Promtool.tsdb(folder, "analyze", data.toString(), ulid))
            .contains("Block ID: " + ulid);
      }
    }
  }

  @Test
  void aRunningServersDataIsNotReplaced() {
    try (PrometheusServer server = PrometheusServer.start(folder, "global: {}\n")) {
      CommandRun run = restore("--force");

      assertThat(run.exit()).isEqualTo(ExitCode.FAILED);
      assertThat(run.err()).contains("is in use by process ").contains("stop Prometheus");
      assertThat(server.log()).doesNotContain("level=error");
    }
  }
}
