package dev.almanac.tsdb;

import static dev.almanac.tsdb.TestBlocks.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlockReaderTest {

  @TempDir Path folder;
  private BlockReader block;

  @BeforeEach
  void open() {
    block = BlockReader.open(TestBlocks.write(folder));
  }

  @AfterEach
  void close() {
    block.close();
  }

  @Test
  void yieldsSeriesByMetricNameFirst() {
    assertThat(labels(SeriesRange.ALL, TimeRange.ALL)).isEqualTo(TestBlocks.ARCHIVE_ORDER);
  }

  @Test
  void countsTheSeriesOfEachMetricNameAndOfNone() {
    assertThat(block.metricNames())
        .containsExactly(
            new MetricCount("", 1),
            new MetricCount("latency_seconds", 1),
            new MetricCount("requests_total", 3),
            new MetricCount("size_bytes", 1),
            new MetricCount("temperature", 1),
            new MetricCount("up", 2));
  }

  @Test
  void findsASeriesByItsPositionInItsMetric() {
    assertThat(block.seriesAt("requests_total", 2)).isEqualTo(TestBlocks.COUNTER_C);
    assertThat(block.seriesAt("", 0)).isEqualTo(TestBlocks.NAMELESS);
    assertThat(block.seriesAt("up", 0)).isEqualTo(TestBlocks.CAPITAL);
  }

  @Test
  void refusesAPositionBehindTheLastSeries() {
    assertThatThrownBy(() -> block.seriesAt("requests_total", 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("series 3 of the 3 of requests_total");
  }

  @Test
  void refusesAMetricThatIsNotThere() {
    assertThatThrownBy(() -> block.seriesAt("requests", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("block " + TestBlocks.ULID + " has no metric requests");
  }

  @Test
  void yieldsEachRangeOfSeriesAndAllRangesTogetherYieldEachSeriesOnce() {
    List<Labels> bounds = new ArrayList<>(TestBlocks.ARCHIVE_ORDER);
    bounds.add(Labels.of("__name__", "requests_total", "path", "/aa"));
    bounds.add(Labels.of("__name__", "zzz"));
    bounds.add(Labels.EMPTY);
    for (Labels bound : bounds) {
      SeriesRange before = new SeriesRange(null, bound);
      SeriesRange after = new SeriesRange(bound, null);

      List<Labels> both = labels(before, TimeRange.ALL);
      both.addAll(labels(after, TimeRange.ALL));

      assertThat(both).as("cut at %s", bound).isEqualTo(TestBlocks.ARCHIVE_ORDER);
      assertThat(labels(before, TimeRange.ALL)).allMatch(before::contains);
      assertThat(block.count(before) + block.count(after)).isEqualTo(9);
      assertThat(block.count(before)).isEqualTo(labels(before, TimeRange.ALL).size());
    }
  }

  @Test
  void keepsEveryBitOfEverySample() {
    BlockCursor cursor = only(TestBlocks.GAUGE, TimeRange.ALL);
    for (int chunk = 0; chunk < 3; chunk++) {
      FloatRun expected = (FloatRun) TestBlocks.run(TestBlocks.GAUGE, chunk);
      FloatRun found = (FloatRun) cursor.nextRun();
      assertThat(Arrays.copyOf(found.valueBits, found.size())).isEqualTo(expected.valueBits);
      assertThat(Arrays.copyOf(found.timestamps, found.size())).isEqualTo(expected.timestamps);
      assertThat(found.startsChunk()).isTrue();
    }
    assertThat(cursor.nextRun()).isNull();
  }

  @Test
  void tellsWhereTheChunkOfARunLies() {
    BlockCursor cursor = only(TestBlocks.UP, TimeRange.ALL);
    cursor.nextRun();
    cursor.nextRun();

    assertThat(cursor.minTime()).isEqualTo(time(40));
    assertThat(cursor.maxTime()).isEqualTo(time(79));
    assertThat(cursor.chunkRef()).isEqualTo(cursor.rawChunk().ref());
    assertThat(cursor.clipped()).isFalse();
    assertThat(cursor.hidden()).isFalse();
  }

  @Test
  void clipsRunsToTheRangeOfTime() {
    BlockCursor cursor = only(TestBlocks.UP, new TimeRange(time(10), time(50)));

    Run first = cursor.nextRun();
    assertThat(first.firstTimestamp()).isEqualTo(time(10));
    assertThat(first.lastTimestamp()).isEqualTo(time(39));
    assertThat(first.startsChunk()).isFalse();
    assertThat(cursor.clipped()).isTrue();
    Run second = cursor.nextRun();
    assertThat(second.firstTimestamp()).isEqualTo(time(40));
    assertThat(second.lastTimestamp()).isEqualTo(time(49));
    assertThat(second.startsChunk()).isTrue();
    assertThat(cursor.clipped()).isTrue();
    assertThat(cursor.nextRun()).isNull();
  }

  @Test
  void takesTheFirstInstantOfARangeAndLeavesTheLast() {
    assertThat(samples(new TimeRange(time(39), time(40)))).isEqualTo(1);
    assertThat(samples(new TimeRange(time(39), time(40) + 1))).isEqualTo(2);
    assertThat(samples(new TimeRange(time(39) + 1, time(40)))).isZero();
  }

  @Test
  void leavesOutSeriesWithoutAChunkInTheRangeOfTime() {
    assertThat(labels(SeriesRange.ALL, new TimeRange(0, time(0)))).isEmpty();
    assertThat(labels(SeriesRange.ALL, new TimeRange(time(119) + 1, Long.MAX_VALUE))).isEmpty();
    assertThat(labels(SeriesRange.ALL, new TimeRange(time(119), time(119) + 1))).hasSize(9);
  }

  @Test
  void hidesWhatTombstonesCover() {
    BlockCursor cursor = only(TestBlocks.COUNTER_B, TimeRange.ALL);

    Run first = cursor.nextRun();
    assertThat(first.lastTimestamp()).isEqualTo(time(34));
    assertThat(first.size()).isEqualTo(35);
    assertThat(cursor.hidden()).isTrue();
    assertThat(cursor.clipped()).isFalse();
    Run third = cursor.nextRun();
    assertThat(third.firstTimestamp()).isEqualTo(time(86));
    assertThat(third.size()).isEqualTo(34);
    assertThat(third.startsChunk()).isFalse();
    assertThat(cursor.nextRun()).isNull();
  }

  @Test
  void cutsAHoleIntoARunWhereItsMiddleWasDeleted() {
    Path holed = folder.resolve("holed");
    try (BlockWriter writer = BlockWriter.create(holed, TestBlocks.ULID)) {
      writer.startSeries(TestBlocks.UP);
      writer.writeChunk(TestBlocks.run(TestBlocks.UP, 0));
      writer.delete(time(10) - 1, time(20));
      writer.delete(time(30), Long.MAX_VALUE);
      writer.finish();
    }
    try (BlockReader reader = BlockReader.open(holed.resolve(TestBlocks.ULID))) {
      BlockCursor cursor = reader.cursor(SeriesRange.ALL, TimeRange.ALL);
      cursor.nextSeries();
      Run run = cursor.nextRun();
      assertThat(run.size()).isEqualTo(19);
      assertThat(run.timestamps[9]).isEqualTo(time(9));
      assertThat(run.timestamps[10]).isEqualTo(time(21));
      assertThat(run.lastTimestamp()).isEqualTo(time(29));
      assertThat(run.startsChunk()).isTrue();
    }
  }

  @Test
  void readsAnIndexOfVersion1() {
    try (BlockReader old = BlockReader.open(TestBlocks.version1())) {
      assertThat(old.indexVersion()).isEqualTo(1);
      assertThat(old.seriesCount()).isEqualTo(102);
      assertThat(old.metricNames()).containsExactly(new MetricCount("", 102));
      BlockCursor cursor = old.cursor(SeriesRange.ALL, TimeRange.ALL);
      int samples = 0;
      while (cursor.nextSeries()) {
        for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
          samples += run.size();
        }
      }
      assertThat(samples).isEqualTo(102);
    }
  }

  @Test
  void readsVersion3AsVersion2() throws Exception {
    Path index = block.folder().resolve("index");
    byte[] bytes = java.nio.file.Files.readAllBytes(index);
    var before = TestBlocks.readAll(block.folder());
    bytes[4] = 3;
    java.nio.file.Files.write(index, bytes);

    assertThat(TestBlocks.readAll(block.folder())).isEqualTo(before);
  }

  @Test
  void letsOneCursorStandWhileAnotherRuns() {
    BlockCursor one = block.cursor(SeriesRange.ALL, TimeRange.ALL);
    one.nextSeries();
    one.nextRun();
    TestBlocks.digests(block.cursor(SeriesRange.ALL, TimeRange.ALL));
    block.seriesAt("up", 1);

    assertThat(one.nextRun().firstTimestamp()).isEqualTo(time(40));
    assertThat(one.nextSeries()).isTrue();
    assertThat(one.labels()).isEqualTo(TestBlocks.HISTOGRAM);
  }

  @Test
  void namesItsFilesWithTheirFingerprints() {
    assertThat(block.files())
        .extracting(BlockFile::path)
        .containsExactly("chunks/000001", "index", "meta.json", "tombstones");
    assertThat(BlockFile.in(TestBlocks.version1()))
        .contains(
            new BlockFile(
                "tombstones",
                9,
                "abef5b6f54ecd8bf74c648edd3fd3f3044587f7f4539ad7eb283571b209914fb"));
  }

  private BlockCursor only(Labels labels, TimeRange time) {
    BlockCursor cursor = block.cursor(new SeriesRange(labels, null), time);
    assertThat(cursor.nextSeries()).isTrue();
    assertThat(cursor.labels()).isEqualTo(labels);
    return cursor;
  }

  private int samples(TimeRange time) {
    BlockCursor cursor = block.cursor(new SeriesRange(TestBlocks.UP, null), time);
    int samples = 0;
    while (cursor.nextSeries()) {
      for (Run run = cursor.nextRun(); run != null; run = cursor.nextRun()) {
        samples += run.size();
      }
    }
    return samples;
  }

  private List<Labels> labels(SeriesRange series, TimeRange time) {
    BlockCursor cursor = block.cursor(series, time);
    List<Labels> labels = new ArrayList<>();
    while (cursor.nextSeries()) {
      labels.add(cursor.labels());
    }
    return labels;
  }
}
