package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.FloatRun;
import dev.almanac.series.Labels;
import dev.almanac.series.Run;
import dev.almanac.series.Selector;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.SeriesRange;
import dev.almanac.series.TimeRange;
import dev.almanac.tsdb.BlockMeta;
import dev.almanac.tsdb.BlockReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelectedRestoreTest {

  private static final long HOUR = 3_600_000;

  /** Midnight before 2026-11-23. */
  private static final long DAY = 1_795_392_000_000L;

  private static final Labels UP = Labels.of("__name__", "up", "job", "node");
  private static final Labels LOAD = Labels.of("__name__", "load", "job", "node");

  @TempDir private Path folder;

  /** A chunk with a sample every minute, each with its index for its value. */
  private static Run chunk(long from, int samples) {
    FloatRun run = new FloatRun(samples);
    for (int i = 0; i < samples; i++) {
      run.timestamps[i] = from + i * 60_000L;
      run.valueBits[i] = Double.doubleToRawLongBits(i);
    }
    run.setSize(samples);
    run.setStartsChunk(true);
    return run;
  }

  private Path snapshot(Map<Labels, List<Run>> series) {
    Path snapshot = create("snapshot");
    TestArchive.block(snapshot, series);
    return snapshot;
  }

  private Path create(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<BlockMeta> restore(
      Manifest backup, TimeRange time, String selector, Duration length) {
    try (BlobStore store = new TestArchive(folder.resolve("archive")).open()) {
      return SelectedRestore.restore(
          store,
          new SelectedRestore.Request(
              backup.files(),
              time,
              selector.isEmpty() ? Selector.ALL : Selector.parse(selector),
              length),
          create("restored"),
          samples -> {});
    }
  }

  private Manifest archive(Map<Labels, List<Run>> series) {
    return new TestArchive(folder.resolve("archive")).backup(snapshot(series));
  }

  /** Chunks of a block: {@code up 08:00 60} for 60 samples from eight o'clock on. */
  private List<String> chunks(BlockMeta block) {
    List<String> chunks = new ArrayList<>();
    try (BlockReader reader = BlockReader.open(folder.resolve("restored").resolve(block.ulid()))) {
      reader.verifyIndex();
      SeriesCursor series = reader.cursor(SeriesRange.ALL, TimeRange.ALL);
      while (series.nextSeries()) {
        for (Run run = series.nextRun(); run != null; run = series.nextRun()) {
          long minute = (run.firstTimestamp() - DAY) / 60_000;
          chunks.add(
              "%s %02d:%02d %d"
                  .formatted(series.labels().metricName(), minute / 60, minute % 60, run.size()));
        }
      }
    }
    return chunks;
  }

  @Test
  void blocksAreAlignedAndDoNotOverlap() {
    Manifest backup =
        archive(Map.of(UP, List.of(chunk(DAY + HOUR, 60), chunk(DAY + 2 * HOUR, 300))));

    List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "", Duration.ofHours(2));

    assertThat(blocks)
        .extracting(BlockMeta::timeRange)
        .containsExactly(
            new TimeRange(DAY + HOUR, DAY + 2 * HOUR - 59_999),
            new TimeRange(DAY + 2 * HOUR, DAY + 4 * HOUR - 59_999),
            new TimeRange(DAY + 4 * HOUR, DAY + 6 * HOUR - 59_999),
            new TimeRange(DAY + 6 * HOUR, DAY + 7 * HOUR - 59_999));
  }

  @Test
  void aBlockStandsForItself() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY, 60))));

    BlockMeta block = restore(backup, TimeRange.ALL, "", null).get(0);

    assertThat(block.compaction().level()).isEqualTo(1);
    assertThat(block.compaction().sources()).containsExactly(block.ulid());
    assertThat(block.json()).doesNotContain("parents");
    assertThat(block.ulid()).isNotEqualTo(backup.blocks().get(0).ulid());
  }

  @Test
  void cutsWhereItWasCutAndAtTheEndOfABlock() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY, 50), chunk(DAY + 50 * 60_000, 100))));

    List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "", Duration.ofHours(2));

    assertThat(chunks(blocks.get(0))).containsExactly("up 00:00 50", "up 00:50 70");
    assertThat(chunks(blocks.get(1))).containsExactly("up 02:00 30");
  }

  @Test
  void aChunkOverMidnightIsOneAgainInALongBlock() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY + 47 * HOUR, 120))));

    List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "", Duration.ofHours(54));

    assertThat(chunks(blocks.get(0))).containsExactly("up 47:00 120");
  }

  @Test
  void restoresTheTimeAskedForOnly() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY, 600))));

    List<BlockMeta> blocks =
        restore(backup, new TimeRange(DAY + HOUR, DAY + 3 * HOUR), "", Duration.ofHours(2));

    assertThat(blocks.stream().flatMap(block -> chunks(block).stream()))
        .containsExactly("up 01:00 60", "up 02:00 60");
  }

  @Test
  void restoresTheSeriesAskedForOnly() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY, 10)), LOAD, List.of(chunk(DAY, 10))));

    List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "{__name__=~\"lo.*\"}", null);

    assertThat(chunks(blocks.get(0))).containsExactly("load 00:00 10");
  }

  @Test
  void makesNoBlockWhereNothingIsAskedForThatIsThere() {
    Manifest backup = archive(Map.of(UP, List.of(chunk(DAY, 10))));

    assertThat(restore(backup, TimeRange.ALL, "absent", null)).isEmpty();
    assertThat(restore(backup, new TimeRange(0, DAY), "", null)).isEmpty();
    assertThat(restore(backup, new TimeRange(DAY + HOUR, DAY + 2 * HOUR), "", null)).isEmpty();
    assertThat(folder.resolve("restored")).isEmptyDirectory();
  }

  @Test
  void lateSamplesOfALaterBackupAreAtTheirPlace() {
    TestArchive archive = new TestArchive(folder.resolve("archive"));
    archive.backup(snapshot(Map.of(UP, List.of(chunk(DAY, 10), chunk(DAY + HOUR, 10)))));
    Path later = create("later");
    TestArchive.block(
        later,
        Map.of(UP, List.of(chunk(DAY, 10), chunk(DAY + HOUR / 2, 3), chunk(DAY + HOUR, 20))));
    Manifest backup = archive.backup(later);

    List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "", null);

    assertThat(chunks(blocks.get(0))).containsExactly("up 00:00 10", "up 00:30 3", "up 01:00 20");
  }

  @Provide
  Arbitrary<List<Labels>> labelSets() {
    Arbitrary<String> names = Arbitraries.of("A", "Zone", "9", "__name__", "__a", "a", "job", "z");
    Arbitrary<String> values = Arbitraries.of("", "a", "b", "up", "é", "🐘");
    return Arbitraries.maps(names, values)
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(
            pairs -> {
              pairs.values().removeIf(String::isEmpty);
              return Labels.of(pairs);
            })
        .filter(labels -> labels.size() > 0)
        .set()
        .ofMinSize(1)
        .ofMaxSize(12)
        .map(ArrayList::new);
  }

  @Property(tries = 60)
  void seriesOfAnyLabelsComeBack(@ForAll("labelSets") List<Labels> labelSets) throws IOException {
    folder = Files.createTempDirectory("almanac-test");
    try {
      Map<Labels, List<Run>> series = new TreeMap<>();
      for (Labels labels : labelSets) {
        series.put(labels, List.of(chunk(DAY + labels.hashCode() % 1000 + 1000, 150)));
      }
      Manifest backup = archive(series);

      List<BlockMeta> blocks = restore(backup, TimeRange.ALL, "", Duration.ofHours(2));

      assertThat(blocks.stream().mapToLong(block -> block.stats().samples()).sum())
          .isEqualTo(150L * series.size());
      assertThat(labelsOf(blocks.get(0))).containsExactlyElementsOf(series.keySet());
    } finally {
      delete(folder);
    }
  }

  private List<Labels> labelsOf(BlockMeta block) {
    List<Labels> labels = new ArrayList<>();
    try (BlockReader reader = BlockReader.open(folder.resolve("restored").resolve(block.ulid()))) {
      reader.verifyIndex();
      SeriesCursor series = reader.cursor(SeriesRange.ALL, TimeRange.ALL);
      while (series.nextSeries()) {
        labels.add(series.labels());
      }
    }
    labels.sort(Comparator.naturalOrder());
    return labels;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
