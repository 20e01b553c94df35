package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.gateway.GatewayUnderTest;
import dev.almanac.prometheus.OracleServer;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.RemoteReadClient;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real Prometheus that asks the gateway answers as the one did whose archive it is: the same JSON
 * to the byte.
 */
class GatewayOracleTest {

  private static final List<Matcher> ALL = List.of(Matcher.ANY);
  private static final long HOUR = 3_600_000;

  private static OracleServer oracle;
  private static GatewayUnderTest gateway;
  private static Path root;
  private static Path scratch;
  private static long now;

  @BeforeAll
  static void archive(@TempDir Path folder) {
    scratch = folder;
    oracle = OracleServer.start(folder.resolve("oracle"));
    oracle.pushOutOfOrder();
    root = folder.resolve("archive");
    CommandRun run =
        CommandRun.of("archive", "--from", oracle.server().url(), "--archive", root.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    now = System.currentTimeMillis();
    gateway = GatewayUnderTest.over(root);
  }

  @AfterAll
  static void stop() {
    gateway.close();
    oracle.close();
  }

  @Test
  void streamsEverySampleOfTheServerBitForBit() {
    SampleTable original = everything();

    SampleTable streamed = new SampleTable().add(gateway.client().read(ALL, TimeRange.ALL));

    assertThat(original.samples()).isGreaterThan(100_000);
    assertThat(original.minus(streamed)).isEmpty();
    assertThat(streamed.minus(original)).isEmpty();
  }

  private static SampleTable everything() {
    return new SampleTable()
        .add(new RemoteReadClient(oracle.server().endpoint()).read(ALL, TimeRange.ALL));
  }

  /** A slice of time cuts chunks; what the archive has more of them must not be sent. */
  @Test
  void sendsTheSamplesOfASliceOfTimeInEitherForm() {
    TimeRange slice = new TimeRange(oracle.begin() + 2 * HOUR + 1, oracle.begin() + 4 * HOUR + 7);
    SampleTable original = everything().within(slice);

    SampleTable streamed = new SampleTable().add(gateway.client().read(ALL, slice));
    SampleTable sampled = new SampleTable().add(gateway.client().readSamples(ALL, slice));

    assertThat(original.minus(streamed)).isEmpty();
    assertThat(streamed.minus(original)).isEmpty();
    assertThat(original.minus(sampled)).isEmpty();
    assertThat(sampled.minus(original)).isEmpty();
  }

  @Test
  void aServerWithAnEmptyStoreAnswersAsTheOriginal() throws IOException {
    try (PrometheusServer empty = asking(scratch.resolve("empty"), true)) {
      assertAnswersAsTheOriginal(empty);
    }
  }

  /** Half of the time is in both: nothing may be counted twice. */
  @Test
  void aServerWithTheLaterHalfOfTheTimeAnswersAsTheOriginal() throws IOException {
    Path folder = scratch.resolve("half");
    copyOfSnapshot(folder.resolve("data"), true);
    try (PrometheusServer half = asking(folder, false)) {
      assertAnswersAsTheOriginal(half);
    }
  }

  @Test
  void aServerThatHasEverythingItselfAndAsksAllTheSameAnswersAsTheOriginal() throws IOException {
    Path folder = scratch.resolve("whole");
    copyOfSnapshot(folder.resolve("data"), false);
    try (PrometheusServer whole = asking(folder, true)) {
      assertAnswersAsTheOriginal(whole);
    }
  }

  @Test
  void theSeriesThatMatchAreListedAsByTheOriginal() throws IOException {
    String path =
        "/api/v1/series?match%%5B%%5D=%s&start=%d&end=%d"
            .formatted(
                encoded("{__name__=~\"oracle_.*\",__name__!=\"oracle_deleted_series\"}"),
                oracle.begin() / 1000,
                now / 1000);
    try (PrometheusServer empty = asking(scratch.resolve("series"), true)) {
      assertThat(empty.request("GET", path)).isEqualTo(oracle.server().request("GET", path));
    }
  }

  private static PrometheusServer asking(Path folder, boolean readRecent) {
    return PrometheusServer.start(
        folder,
        """
        global:
          scrape_interval: 1m
        remote_read:
          - url: %s/api/v1/read
            read_recent: %s
        """
            .formatted(gateway.url(), readRecent));
  }

  private static void copyOfSnapshot(Path data, boolean withoutTheFirstBlocks) throws IOException {
    SnapshotClient snapshots = new SnapshotClient(oracle.server().endpoint());
    Path snapshot = snapshots.snapshotDirectory(snapshots.create(false));
    Files.createDirectories(data);
    for (Path block : blocks(snapshot)) {
      String meta = Files.readString(block.resolve("meta.json"));
      long begin = Long.parseLong(meta.replaceAll("(?s).*\"minTime\": ?(\\d+).*", "$1"));
      if (!withoutTheFirstBlocks || begin >= oracle.begin() + 3 * HOUR) {
        copy(block, data.resolve(block.getFileName()));
      }
    }
    assertThat(blocks(data)).isNotEmpty();
    assertThat(blocks(data).size() < blocks(snapshot).size()).isEqualTo(withoutTheFirstBlocks);
  }

  private static List<Path> blocks(Path folder) throws IOException {
    try (Stream<Path> blocks = Files.list(folder)) {
      return blocks.toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  private static void assertAnswersAsTheOriginal(PrometheusServer other) throws IOException {
    List<String> answered = new ArrayList<>();
    SoftAssertions all = new SoftAssertions();
    for (String query : suite()) {
      for (String path : List.of(instant(query), range(query))) {
        String original = oracle.server().request("GET", path);
        all.assertThat(other.request("GET", path)).as(query).isEqualTo(original);
        if (!original.contains("\"result\":[]")) {
          answered.add(path);
        }
      }
    }
    all.assertAll();
    // Equal answers would tell nothing if they were empty.
    assertThat(answered).hasSizeGreaterThan(200);
  }

  private static List<String> suite() throws IOException {
    List<String> queries;
    try (var in = GatewayOracleTest.class.getResourceAsStream("/promql/suite.txt")) {
      queries = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
    return queries.stream().filter(line -> !line.isBlank() && !line.startsWith("#")).toList();
  }

  private static String instant(String query) {
    long middle = oracle.begin() + 7 * HOUR / 2 + 12_345;
    return "/api/v1/query?query=%s&time=%s".formatted(encoded(query), seconds(middle));
  }

  private static String range(String query) {
    return "/api/v1/query_range?query=%s&start=%s&end=%s&step=211"
        .formatted(encoded(query), seconds(oracle.begin() - HOUR / 2), seconds(now));
  }

  private static String seconds(long millis) {
    return "%d.%03d".formatted(millis / 1000, millis % 1000);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
