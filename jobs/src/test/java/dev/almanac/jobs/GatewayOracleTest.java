package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.gateway.GatewayUnderTest;
import dev.almanac.prometheus.OracleServer;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
    return new SampleTable().add(oracle.server().reader().read(ALL, TimeRange.ALL));
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

  /**
   * It asks for its labels, is answered with them, and takes them off again. It sorts before it
   * does, and lists an instant vector in that order: these labels come before all others.
   */
  @Test
  void aServerWithExternalLabelsAnswersAsTheOriginal() throws IOException {
    Map<String, String> labels = Map.of("A_cluster", "main", "A_replica", "1");
    try (GatewayUnderTest labelled = GatewayUnderTest.over(labels, root);
        PrometheusServer server = asking(scratch.resolve("labelled"), labelled, labels, true)) {
      assertAnswersAsTheOriginal(server);
      String asked = "last_over_time({__name__=~'oracle_.*',A_cluster='main'}[12h])";
      assertThat(server.query(asked).findValuesAsText("A_cluster"))
          .isNotEmpty()
          .containsOnly("main");
    }
  }

  /** The gateway is not told of them, so nothing it has is what the server asks for. */
  @Test
  void aServerWithOtherExternalLabelsIsAnsweredWithNothing() throws IOException {
    try (PrometheusServer server =
        asking(scratch.resolve("other"), gateway, Map.of("cluster", "other"), true)) {
      assertThat(server.query("last_over_time({__name__=~'oracle_.*'}[12h])")).isEmpty();
    }
  }

  /** One archive has the later half of what the other has. */
  @Test
  void aServerThatAsksTwoArchivesAsOneAnswersAsTheOriginal() throws IOException {
    Path later = scratch.resolve("later");
    copyOfSnapshot(later.resolve("data"), true);
    Path other = later.resolve("archive");
    CommandRun run =
        CommandRun.of(
            "archive", "--from", later.resolve("data").toString(), "--archive", other.toString());
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (GatewayUnderTest both = GatewayUnderTest.over(other, root);
        PrometheusServer server = asking(scratch.resolve("both"), both, Map.of(), true)) {
      assertAnswersAsTheOriginal(server);
    }
  }

  @Test
  void theSeriesThatMatchAreListedAsByTheOriginal() throws IOException {
    String path =
        "/api/v1/series?match%%5B%%5D=%s&start=%d&end=%d"
            .formatted(
                PromqlSuite.encoded(
                    "{__name__=~\"oracle_.*\",__name__!=\"oracle_deleted_series\"}"),
                oracle.begin() / 1000,
                now / 1000);
    try (PrometheusServer empty = asking(scratch.resolve("series"), true)) {
      assertThat(empty.request("GET", path)).isEqualTo(oracle.server().request("GET", path));
    }
  }

  private static PrometheusServer asking(Path folder, boolean readRecent) {
    return asking(folder, gateway, Map.of(), readRecent);
  }

  private static PrometheusServer asking(
      Path folder, GatewayUnderTest asked, Map<String, String> labels, boolean readRecent) {
    String external =
        labels.entrySet().stream()
            .map(label -> "%s: \"%s\"".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", "));
    return PrometheusServer.start(
        folder,
        """
        global:
          scrape_interval: 1m
          external_labels: {%s}
        remote_read:
          - url: %s/api/v1/read
            read_recent: %s
        """
            .formatted(external, asked.url(), readRecent));
  }

  private static void copyOfSnapshot(Path data, boolean withoutTheFirstBlocks) throws IOException {
    long from = withoutTheFirstBlocks ? oracle.begin() + 3 * HOUR : Long.MIN_VALUE;
    assertThat(SnapshotCopy.of(oracle.server(), data, from)).isEqualTo(withoutTheFirstBlocks);
  }

  private static void assertAnswersAsTheOriginal(PrometheusServer other) throws IOException {
    new PromqlSuite(oracle.begin(), now).assertSame(oracle.server(), other, "suite.txt");
  }
}
