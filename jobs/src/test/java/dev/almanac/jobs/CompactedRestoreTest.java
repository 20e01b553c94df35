package dev.almanac.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.prometheus.Await;
import dev.almanac.prometheus.PrometheusServer;
import dev.almanac.prometheus.Promtool;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.prometheus.SnapshotClient;
import dev.almanac.prometheus.WriteOutcome;
import dev.almanac.prometheus.WriteRequest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.synthetic.GeneratedSnapshot;
import dev.almanac.tsdb.synthetic.SnapshotSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day of restored blocks in a real Prometheus, which merges them and goes on with its work. */
class CompactedRestoreTest {

  private static final Duration BLOCK = Duration.ofHours(2);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int SERIES = 20;
  private static final int SAMPLES = 5_800;

  private static final String SCRAPING_ITSELF =
      """
      global:
        scrape_interval: 1s
      scrape_configs:
        - job_name: itself
          static_configs:
            - targets: ['%s']
      """;

  @TempDir private Path folder;
  private TimeRange time;
  private SampleTable original;

  /** The snapshot spans a day in blocks of two hours, and ends some hours ago. */
  @BeforeEach
  void restore() throws IOException {
    long blocks = Instant.now().toEpochMilli() / BLOCK.toMillis();
    Instant start = Instant.ofEpochMilli((blocks - 17) * BLOCK.toMillis());
    Duration interval = Duration.ofSeconds(15); // now and then a scrape is late
    time = new TimeRange(start.toEpochMilli(), start.plus(BLOCK.multipliedBy(13)).toEpochMilli());
    Path snapshot = Files.createDirectories(folder.resolve("first/data"));
    GeneratedSnapshot.write(
        snapshot,
        new SnapshotSpec((long) SERIES * SAMPLES, SERIES, start, interval, BLOCK, 1),
        written -> {});
    String archive = folder.resolve("archive").toString();
    CommandRun archived =
        CommandRun.of("archive", "--from", snapshot.toString(), "--archive", archive);
    assertThat(archived.exit()).as(archived.err()).isEqualTo(ExitCode.DONE);
    String into = folder.resolve("second/data").toString();
    CommandRun run = CommandRun.of("restore", "latest", "--archive", archive, "--into", into);
    assertThat(run.exit()).as(run.err()).isEqualTo(ExitCode.DONE);
    try (PrometheusServer server =
        PrometheusServer.start(folder.resolve("first"), "global: {}\n")) {
      original = read(server);
    }
    assertThat(original.samples()).isEqualTo((long) SERIES * SAMPLES);
  }

  private SampleTable read(PrometheusServer server) {
    return new SampleTable()
        .add(server.reader().read(List.of(new Matcher("job", Matcher.Type.NEQ, "itself")), time));
  }

  @Test
  void isMergedShownTheSameAndSurvivesARestart() throws Exception {
    Path second = folder.resolve("second");
    try (PrometheusServer server = PrometheusServer.start(second, "global: {}\n")) {
      server.reload(SCRAPING_ITSELF.formatted(server.address()));
      pushMoreThanAHeadHolds(server);
      Await.until("blocks are merged", PATIENCE, () -> merged(server.dataDirectory()) > 0);
      Await.until(
          "the server has scraped itself",
          PATIENCE,
          () -> !server.query("up{job='itself'} == 1").isEmpty());

      assertThat(server.ownMetric("prometheus_tsdb_compactions_total")).isPositive();
      assertThat(server.ownMetric("prometheus_tsdb_compactions_failed_total")).isZero();
      assertThatItShowsTheOriginal(server);
      new SnapshotClient(server.endpoint()).create(false);
      assertThat(server.log()).doesNotContain("level=error");
    }
    try (PrometheusServer server = PrometheusServer.start(second, "global: {}\n")) {
      assertThatItShowsTheOriginal(server);
      assertThat(server.query("count_over_time(up{job='itself'}[1h])")).isNotEmpty();
      assertThat(server.log()).doesNotContain("level=error");
    }
    assertThatPromtoolFindsNoFault(second.resolve("data"));
  }

  /** A head that spans more than three hours is written to a block at once, and blocks merged. */
  private static void pushMoreThanAHeadHolds(PrometheusServer server) {
    FloatRun run = new FloatRun();
    long now = System.currentTimeMillis();
    for (int minute = 0; minute < 240; minute++) {
      run.timestamps[0] = now - Duration.ofMinutes(240 - minute).toMillis();
      run.valueBits[0] = Double.doubleToRawLongBits(minute);
      run.setSize(1);
      WriteRequest request = new WriteRequest().add(Labels.of("__name__", "pushed"), run);
      assertThat(server.writer().write(request)).isInstanceOf(WriteOutcome.Accepted.class);
    }
  }

  private void assertThatItShowsTheOriginal(PrometheusServer server) {
    SampleTable shown = read(server);
    assertThat(shown.minus(original)).isEmpty();
    assertThat(original.minus(shown)).isEmpty();
  }

  private static long merged(Path data) {
    return blocks(data).stream().filter(block -> block.compaction().level() > 1).count();
  }

  /** Some of them may be going this very moment. */
  private static List<BlockMeta> blocks(Path data) {
    try (Stream<Path> entries = Files.list(data)) {
      return entries
          .filter(entry -> entry.getFileName().toString().length() == 26)
          .filter(entry -> Files.exists(entry.resolve(BlockMeta.FILE)))
          .map(BlockMeta::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void assertThatPromtoolFindsNoFault(Path data) throws Exception {
    String list = Promtool.tsdb(folder, "list", data.toString());
    for (BlockMeta block : blocks(data)) {
      assertThat(list).contains(block.ulid());
      assertThat(Promtool.tsdb(folder, "analyze", data.toString(), block.ulid()))
          .contains("Block ID: " + block.ulid());
    }
  }
}
