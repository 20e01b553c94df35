package dev.almanac.tsdb.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockCursor;
import dev.almanac.tsdb.BlockReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GeneratedSnapshotTest {

  private static final long STALE_MARKER = 0x7ff0000000000002L;

  /** Ten series of different shapes over some four days: long enough for outages. */
  private static Map<String, Series> longHistory;

  @TempDir private Path folder;

  @SuppressWarnings("ArrayRecordComponent") // compared by fields, never as a whole
  private record Series(long[] timestamps, long[] valueBits, List<Integer> chunks) {

    double value(int i) {
      return Double.longBitsToDouble(valueBits[i]);
    }

    boolean stale(int i) {
      return valueBits[i] == STALE_MARKER;
    }
  }

  @BeforeAll
  static void generateLongHistory(@TempDir Path folder) {
    longHistory =
        read(GeneratedSnapshot.write(folder, SnapshotSpec.of(240_000, 10), samples -> {}));
  }

  private List<Path> generate(SnapshotSpec spec) {
    return GeneratedSnapshot.write(folder, spec, samples -> {});
  }

  /** The series of the blocks, as PromQL writes their label sets. */
  private static Map<String, Series> read(List<Path> blocks) {
    Map<String, Series> all = new TreeMap<>();
    for (Path folder : blocks) {
      try (BlockReader block = BlockReader.open(folder);
          BlockCursor cursor = block.cursor(SeriesRange.ALL, TimeRange.ALL)) {
        while (cursor.nextSeries()) {
          all.merge(cursor.labels().toString(), read(cursor), GeneratedSnapshotTest::joined);
        }
      }
    }
    return all;
  }

  private static Series read(BlockCursor cursor) {
    LongStream.Builder timestamps = LongStream.builder();
    LongStream.Builder valueBits = LongStream.builder();
    List<Integer> chunks = new ArrayList<>();
    for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
      for (int i = 0; i < run.size(); i++) {
        timestamps.add(run.timestamps[i]);
        valueBits.add(((FloatRun) run).valueBits[i]);
      }
      chunks.add(run.size());
    }
    return new Series(timestamps.build().toArray(), valueBits.build().toArray(), chunks);
  }

  private static Series joined(Series a, Series b) {
    return new Series(
        LongStream.concat(Arrays.stream(a.timestamps), Arrays.stream(b.timestamps)).toArray(),
        LongStream.concat(Arrays.stream(a.valueBits), Arrays.stream(b.valueBits)).toArray(),
        Stream.of(a, b).flatMap(series -> series.chunks.stream()).toList());
  }

  private static Series series(String metric) {
    return longHistory.entrySet().stream()
        .filter(series -> series.getKey().startsWith(metric + "{"))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void givesEachSeriesTheSameNumberOfSamples() {
    Map<String, Series> all = read(generate(SnapshotSpec.of(1_001, 250)));

    assertThat(all).hasSize(250);
    assertThat(all.values()).allMatch(series -> series.timestamps().length == 5);
  }

  @Test
  void tellsHowManySamplesWereWritten() {
    AtomicLong written = new AtomicLong();

    GeneratedSnapshot.write(folder, SnapshotSpec.of(1_000, 10), written::addAndGet);

    assertThat(written).hasValue(1_000);
  }

  @Test
  void writesTheSameBytesForTheSameDescription() throws IOException {
    SnapshotSpec spec = SnapshotSpec.of(20_000, 20);
    Path other = Files.createDirectory(folder.resolve("other"));

    Path first = generate(spec).get(0);
    Path second = GeneratedSnapshot.write(other, spec, samples -> {}).get(0);

    for (String file : List.of("meta.json", "index", "chunks/000001", "tombstones")) {
      assertThat(second.resolve(file)).hasSameBinaryContentAs(first.resolve(file));
    }
  }

  @Test
  void writesOtherValuesForAnotherSeed() throws IOException {
    SnapshotSpec spec = SnapshotSpec.of(20_000, 20);

    Path first = generate(spec).get(0);
    Path second = generate(spec.withSeed(2)).get(0);

    assertThat(Files.mismatch(first.resolve("chunks/000001"), second.resolve("chunks/000001")))
        .isNotNegative();
  }

  @Test
  void givesEachSeriesSevenLabels() {
    Path block = generate(SnapshotSpec.of(300, 300)).get(0);

    try (BlockReader reader = BlockReader.open(block)) {
      assertThat(reader.metricNames()).hasSize(100);
      assertThat(reader.seriesAt("cpu_connections", 0).size()).isEqualTo(7);
    }
  }

  @Test
  void cutsChunksAt120SamplesAndAtEverySecondHour() {
    Series series = series("cache_limit_bytes");

    assertThat(series.chunks()).allMatch(samples -> samples <= 120).contains(120);
    int at = 0;
    for (int samples : series.chunks()) {
      long last = series.timestamps()[at + samples - 1];
      assertThat(last / 7_200_000).isEqualTo(series.timestamps()[at] / 7_200_000);
      at += samples;
    }
  }

  @Test
  void sharesTheScrapeTimesOfATarget() {
    Map<String, Series> all = read(generate(SnapshotSpec.of(40_000, 400)));

    Set<List<Long>> times = new HashSet<>();
    all.values().forEach(series -> times.add(Arrays.stream(series.timestamps()).boxed().toList()));
    assertThat(times).hasSize(2);
  }

  @Test
  void isLateByMillisecondsWherePrometheusDoesNotForgiveIt() {
    long[] timestamps = series("cache_limit_bytes").timestamps();

    Map<Long, Integer> lateness = new TreeMap<>();
    long due = Arrays.stream(timestamps).map(time -> time % 15_000).min().orElseThrow();
    for (long timestamp : timestamps) {
      lateness.merge((timestamp - due) % 15_000, 1, Integer::sum);
    }
    assertThat(lateness.keySet()).contains(0L, 3L, 4L).doesNotContain(1L, 2L);
    assertThat(lateness.keySet()).allMatch(late -> late < 30);
    assertThat(lateness.get(0L)).isBetween(timestamps.length / 2, timestamps.length * 9 / 10);
  }

  @Test
  void countsUpwardsSaveWhereATargetCameBack() {
    Series series = series("cache_received_bytes_total");

    int resets = 0;
    for (int i = 1; i < series.timestamps().length; i++) {
      if (series.stale(i - 1)) {
        resets++;
        assertThat(series.timestamps()[i] - series.timestamps()[i - 1]).isGreaterThan(14_000);
      } else if (!series.stale(i)) {
        assertThat(series.value(i)).isGreaterThanOrEqualTo(series.value(i - 1));
      }
    }
    assertThat(resets).isPositive();
  }

  @Test
  void roundsAGaugeAsItsExporterDoes() {
    Series series = series("cache_latency_seconds");

    for (int i = 0; i < series.timestamps().length; i++) {
      if (!series.stale(i)) {
        double value = series.value(i);
        assertThat(Math.rint(value * 1000) / 1000).isEqualTo(value);
      }
    }
    assertThat(Arrays.stream(series.valueBits()).distinct().count()).isGreaterThan(50);
  }

  @Test
  void keepsAConstantConstant() {
    Series series = series("cache_limit_bytes");

    assertThat(Arrays.stream(series.valueBits()).filter(bits -> bits != STALE_MARKER).distinct())
        .hasSize(1);
  }

  @Test
  void walksAtRandomInFullPrecision() {
    Series series = series("cache_pressure_ratio");

    long notDecimal = 0;
    for (int i = 0; i < series.timestamps().length; i++) {
      double value = series.value(i);
      notDecimal += Math.rint(value * 1e9) / 1e9 != value ? 1 : 0;
    }
    assertThat(notDecimal).isGreaterThan(series.timestamps().length * 99L / 100);
  }

  @Test
  void cutsBlocksOfTwoHoursWithTheSameSamples() throws IOException {
    SnapshotSpec spec = SnapshotSpec.of(20_000, 10);
    Path other = Files.createDirectory(folder.resolve("other"));

    List<Path> blocks = generate(spec.inHeadBlocks());

    assertThat(blocks).hasSize(5).isSorted();
    for (Path block : blocks) {
      try (BlockReader reader = BlockReader.open(block)) {
        assertThat(reader.meta().minTime() / 7_200_000)
            .isEqualTo((reader.meta().maxTime() - 1) / 7_200_000);
      }
    }
    List<Path> one = GeneratedSnapshot.write(other, spec, samples -> {});
    assertThat(read(blocks))
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes(".*chunks")
        .isEqualTo(read(one));
  }

  @Test
  void isReadByPromtool() throws Exception {
    Files.createDirectory(folder.resolve("wal"));
    generate(SnapshotSpec.of(10_000, 100).inHeadBlocks());

    Process promtool =
        new ProcessBuilder("promtool", "tsdb", "dump", folder.toString())
            .redirectErrorStream(true)
            .start();
    List<String> lines =
        new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();

    assertThat(promtool.waitFor()).isZero();
    assertThat(lines).hasSize(10_000).allMatch(line -> line.startsWith("{__name__="));
  }

  @Test
  void refusesFewerSamplesThanSeries() {
    assertThatThrownBy(() -> SnapshotSpec.of(9, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("9 samples of 10 series");
  }

  @Test
  void refusesAScrapeIntervalOfNothing() {
    SnapshotSpec sound = SnapshotSpec.of(10, 10);

    assertThatThrownBy(
            () -> new SnapshotSpec(10, 10, sound.start(), Duration.ZERO, Duration.ZERO, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
