package dev.almanac.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.SerialBackup;
import dev.almanac.backup.TestArchive;
import dev.almanac.prometheus.SampleTable;
import dev.almanac.series.ChunkEncoding;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Matcher;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a remote read of archives shows, and in which order. */
class GatewayTest {

  private static final List<Matcher> ALL = List.of(Matcher.ANY);
  private static final long NOON = Instant.parse("2026-11-22T12:00:00Z").toEpochMilli();
  private static final long DAY = 86_400_000;

  @TempDir private Path folder;

  private final Map<Labels, List<Run>> series = new TreeMap<>();
  private int blocks;

  private static FloatRun run(long first, double... values) {
    FloatRun run = new FloatRun(values.length);
    for (int i = 0; i < values.length; i++) {
      run.timestamps[i] = first + i * 15_000L;
      run.valueBits[i] = Double.doubleToRawLongBits(values[i]);
    }
    run.setSize(values.length);
    run.setStartsChunk(true);
    return run;
  }

  private GatewayTest with(Run run, String... labels) {
    series.computeIfAbsent(Labels.of(labels), key -> new ArrayList<>()).add(run);
    return this;
  }

  /** Backs up the series that were named since the last time. */
  private Path archive(String name) throws IOException {
    Path snapshot = Files.createDirectory(folder.resolve("snapshot-" + blocks++));
    TestArchive.block(snapshot, series);
    series.clear();
    Path archive = folder.resolve(name);
    SerialBackup.of(snapshot, archive);
    return archive;
  }

  private static SampleTable streamed(GatewayUnderTest gateway, List<Matcher> matchers) {
    return new SampleTable().add(gateway.client().read(matchers, TimeRange.ALL));
  }

  /** The labels of an answer in its own order; both forms have the same. */
  private static List<Labels> order(GatewayUnderTest gateway, List<Matcher> matchers) {
    List<Labels> streamed = labels(gateway.client().read(matchers, TimeRange.ALL));
    assertThat(labels(gateway.client().readSamples(matchers, TimeRange.ALL))).isEqualTo(streamed);
    return streamed;
  }

  private static List<Labels> labels(SeriesCursor cursor) {
    List<Labels> labels = new ArrayList<>();
    try (cursor) {
      while (cursor.nextSeries()) {
        labels.add(cursor.labels());
      }
    }
    return labels;
  }

  @Test
  void answersWithNothingWhereNothingIsArchivedYet() throws IOException {
    try (GatewayUnderTest gateway = GatewayUnderTest.over(folder)) {
      assertThat(order(gateway, ALL)).isEmpty();
    }
  }

  /** Prometheus merges what it is sent with what it has, and relies on the order for that. */
  @Test
  void sendsSeriesInPrometheussOrder() throws IOException {
    Path archive =
        with(run(NOON, 1), "__name__", "b", "Zone", "1")
            .with(run(NOON, 1), "__name__", "a")
            .with(run(NOON, 1), "__name__", "a", "Zone", "2")
            .with(run(NOON, 1), "__name__", "a", "zone", "0")
            .with(run(NOON, 1), "Area", "x", "__name__", "z")
            .archive("archive");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(order(gateway, ALL)).hasSize(5).isSorted();
    }
  }

  @Test
  void addsExternalLabelsToSeriesThatLackThem() throws IOException {
    Path archive =
        with(run(NOON, 1), "__name__", "a")
            .with(run(NOON, 2), "__name__", "a", "replica", "own")
            .archive("archive");

    try (GatewayUnderTest gateway = external(archive, Map.of("replica", "r1", "Zone", "eu"))) {
      assertThat(order(gateway, ALL))
          .containsExactlyInAnyOrder(
              Labels.of("__name__", "a", "replica", "r1", "Zone", "eu"),
              Labels.of("__name__", "a", "replica", "own", "Zone", "eu"))
          .isSorted();
      assertThat(order(gateway, List.of(Matcher.eq("replica", "r1")))).hasSize(1);
      assertThat(order(gateway, List.of(Matcher.re("replica", "r.*|own")))).hasSize(2);
      assertThat(order(gateway, List.of(Matcher.eq("replica", "")))).isEmpty();
      assertThat(order(gateway, List.of(Matcher.eq("Zone", "us")))).isEmpty();
    }
  }

  /** A server with these labels takes them off again: then the series must be in order. */
  @Test
  void sendsSeriesInTheOrderThatTheyHaveOnceTheirExternalLabelsAreTakenOff() throws IOException {
    Labels plain = Labels.of("__name__", "x", "b", "ext");
    Labels more = Labels.of("__name__", "x", "a", "1", "b", "ext");
    Path archive =
        with(run(NOON, 1), "__name__", "x")
            .with(run(NOON, 1), "__name__", "x", "a", "1")
            .archive("archive");

    try (GatewayUnderTest gateway = external(archive, Map.of("b", "ext"))) {
      assertThat(order(gateway, ALL)).containsExactly(more, plain);
      assertThat(order(gateway, List.of(Matcher.eq("b", "ext")))).containsExactly(plain, more);
    }
  }

  /** They would be one series that is counted twice. */
  @Test
  void refusesSeriesThatDifferInNothingButAnExternalLabel() throws IOException {
    Path archive =
        with(run(NOON, 1), "__name__", "a")
            .with(run(NOON, 2), "__name__", "a", "replica", "r1")
            .with(run(NOON, 2), "__name__", "b", "replica", "r1")
            .archive("archive");

    try (GatewayUnderTest gateway = external(archive, Map.of("replica", "r1"))) {
      assertThatThrownBy(() -> order(gateway, ALL))
          .hasMessageContaining("expected series that differ once they have their external labels")
          .hasMessageContaining(
              "found a{} and a{replica=\"r1\"}, which are both a{replica=\"r1\"}");
      assertThat(order(gateway, List.of(Matcher.eq("__name__", "b")))).hasSize(1);
    }
    try (GatewayUnderTest gateway = external(archive, Map.of("replica", "r2"))) {
      assertThat(order(gateway, ALL)).hasSize(3);
    }
  }

  private static GatewayUnderTest external(Path archive, Map<String, String> labels) {
    return GatewayUnderTest.over(GatewayUnderTest.Settings.DEFAULT.with(labels), archive);
  }

  @Test
  void showsSamplesThatSeveralArchivesHoldOnce() throws IOException {
    Path first =
        with(run(NOON, 1, 2, 3), "__name__", "both")
            .with(run(NOON, 5), "__name__", "one")
            .archive("first");
    Path second =
        with(run(NOON + 30_000, 3, 4), "__name__", "both")
            .with(run(NOON + DAY, 6), "__name__", "one")
            .archive("second");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(first, second)) {
      SampleTable shown = streamed(gateway, ALL);

      assertThat(shown.of(Labels.of("__name__", "both")).keySet())
          .containsExactly(NOON, NOON + 15_000, NOON + 30_000, NOON + 45_000);
      assertThat(shown.of(Labels.of("__name__", "one"))).hasSize(2);
      assertThat(
              new SampleTable().add(gateway.client().readSamples(ALL, TimeRange.ALL)).minus(shown))
          .isEmpty();
    }
  }

  @Test
  void takesTheFirstArchivesSampleWhereTheyDiffer() throws IOException {
    Path first = with(run(NOON, 1), "__name__", "a").archive("first");
    Path second = with(run(NOON, 2), "__name__", "a").archive("second");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(second, first)) {
      assertThat(streamed(gateway, ALL).of(Labels.of("__name__", "a")))
          .containsValue(new SampleTable.FloatValue(Double.doubleToRawLongBits(2)));
    }
  }

  @Test
  void seesANewBackupWithoutBeingStartedAgain() throws IOException {
    Path archive = with(run(NOON, 1), "__name__", "a").archive("archive");
    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(streamed(gateway, ALL).samples()).isEqualTo(1);

      with(run(NOON, 1), "__name__", "a")
          .with(run(NOON + DAY, 2), "__name__", "a")
          .archive("archive");

      assertThat(streamed(gateway, ALL).samples()).isEqualTo(2);
    }
  }

  /** A server forgets; the archive does not. */
  @Test
  void showsDaysThatTheNewestBackupKnowsNothingOf() throws IOException {
    with(run(NOON, 1), "__name__", "a").archive("archive");
    Path archive = with(run(NOON + 3 * DAY, 2), "__name__", "a").archive("archive");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      assertThat(streamed(gateway, ALL).samples()).isEqualTo(2);
    }
  }

  @Test
  void leavesYoungSamplesToTheLiveServer() throws IOException {
    long now = System.currentTimeMillis();
    Path archive =
        with(run(now - 2 * DAY, 1), "__name__", "a")
            .with(run(now, 2), "__name__", "a")
            .archive("archive");
    GatewayUnderTest.Settings settings = GatewayUnderTest.Settings.DEFAULT.with(Duration.ofDays(1));

    try (GatewayUnderTest gateway = GatewayUnderTest.over(settings, archive)) {
      assertThat(streamed(gateway, ALL).of(Labels.of("__name__", "a")).keySet())
          .containsExactly(now - 2 * DAY);
    }
  }

  /** More days than are read side by side: their samples are gathered on disk, slice by slice. */
  @Test
  void joinsTheSamplesOfManyDays() throws IOException {
    int days = 2 * RawSlice.MAX_OPEN + 3;
    SampleTable expected = new SampleTable();
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < 20; i++) {
        // Some series come, some go.
        if ((day + i) % 7 != 0) {
          FloatRun run = run(NOON + day * DAY, day, i, 0.1 * i);
          Labels labels =
              Labels.of("__name__", "m" + i % 3, "i", "" + i, i % 4 == 0 ? "Z" : "z", "");
          expected.add(labels, run);
          series.computeIfAbsent(labels, key -> new ArrayList<>()).add(run);
        }
      }
    }
    Path archive = archive("archive");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive)) {
      SampleTable streamed = streamed(gateway, ALL);
      SampleTable sampled = new SampleTable().add(gateway.client().readSamples(ALL, TimeRange.ALL));

      assertThat(streamed.minus(expected)).isEmpty();
      assertThat(expected.minus(streamed)).isEmpty();
      assertThat(sampled.minus(expected)).isEmpty();
      assertThat(expected.minus(sampled)).isEmpty();
      assertThat(order(gateway, ALL)).isSorted();
    }
  }

  @Test
  void sendsChunksWithStartTimestampsAsPlainOnes() throws IOException {
    FloatRun run = run(NOON, 1, 2);
    run.setEncoding(ChunkEncoding.XOR2);
    run.startTimestamps[0] = NOON - 5;
    run.startTimestamps[1] = NOON - 5;
    Path archive = with(run, "__name__", "a").archive("archive");

    try (GatewayUnderTest gateway = GatewayUnderTest.over(archive);
        SeriesCursor cursor = gateway.client().read(ALL, TimeRange.ALL)) {
      cursor.nextSeries();
      Run sent = cursor.nextRun();

      assertThat(sent.encoding()).isEqualTo(ChunkEncoding.XOR);
      assertThat(sent.size()).isEqualTo(2);
    }
  }
}
