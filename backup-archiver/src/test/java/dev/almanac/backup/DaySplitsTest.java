package dev.almanac.backup;

import static dev.almanac.backup.SnapshotFolder.DAY;
import static dev.almanac.backup.SnapshotFolder.HOUR;
import static dev.almanac.backup.SnapshotFolder.MIDNIGHT;
import static dev.almanac.backup.SnapshotFolder.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.Labels;
import dev.almanac.series.SeriesCursor;
import dev.almanac.series.TimeRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaySplitsTest {

  private static final LocalDate DATE = LocalDate.of(2026, 11, 21);

  @TempDir private Path folder;

  private List<ArchiveSplit> splits(LocalDate day, long samplesPerSplit) {
    try (SnapshotBlocks blocks = SnapshotBlocks.open(folder)) {
      return DaySplits.of(day, blocks, 7, List.of(), samplesPerSplit);
    }
  }

  /** How many series of the snapshot lie in each split; each in one. */
  private List<Long> seriesOf(List<ArchiveSplit> splits) {
    List<Long> counts = new ArrayList<>();
    try (SnapshotBlocks blocks = SnapshotBlocks.open(folder)) {
      for (ArchiveSplit split : splits) {
        long series = 0;
        try (SeriesCursor cursor = blocks.cursor(split.series(), TimeRange.ALL)) {
          while (cursor.nextSeries()) {
            series++;
          }
        }
        counts.add(series);
      }
    }
    return counts;
  }

  private void oneHour(int metrics, int seriesOfEach) {
    new SnapshotFolder(folder)
        .block(
            block -> {
              for (int i = 0; i < metrics; i++) {
                block.floats("metric_" + i, seriesOfEach, MIDNIGHT, MIDNIGHT + HOUR, MINUTE);
              }
            });
  }

  @Test
  void isOnePieceWhereTheDayIsSmall() {
    oneHour(2, 5);

    List<ArchiveSplit> splits = splits(DATE, 600);

    assertThat(splits).hasSize(1);
    assertThat(splits.get(0).part()).isEqualTo(7);
    assertThat(splits.get(0).series().from()).isNull();
    assertThat(splits.get(0).series().until()).isNull();
    assertThat(splits.get(0).estimatedSamples()).isEqualTo(600);
  }

  @Test
  void cutsALargerDayByItsSeries() {
    oneHour(4, 5);

    List<ArchiveSplit> splits = splits(DATE, 300);

    assertThat(splits).extracting(ArchiveSplit::part).containsExactly(7, 8, 9, 10);
    assertThat(seriesOf(splits)).containsExactly(5L, 5L, 5L, 5L);
  }

  @Test
  void cutsWithinAMetricThatHasMostOfTheSeries() {
    oneHour(1, 30);

    List<ArchiveSplit> splits = splits(DATE, 601);

    assertThat(seriesOf(splits)).containsExactly(10L, 10L, 10L);
    assertThat(splits.get(0).series().until())
        .isEqualTo(Labels.of("__name__", "metric_0", "instance", "host-18"));
  }

  @Test
  void givesNoPieceLessThanOneSeries() {
    oneHour(1, 3);

    assertThat(seriesOf(splits(DATE, 1))).containsExactly(1L, 1L, 1L);
  }

  @Test
  void cutsTheSameEveryTime() {
    oneHour(3, 11);

    assertThat(splits(DATE, 100)).isEqualTo(splits(DATE, 100));
  }

  @Test
  void countsOfABlockOnlyWhatFallsOnTheDay() {
    new SnapshotFolder(folder)
        .block(
            block ->
                block.floats("up", 4, MIDNIGHT + DAY - HOUR, MIDNIGHT + DAY + 3 * HOUR, MINUTE));

    assertThat(splits(DATE, 1000).get(0).estimatedSamples()).isBetween(235L, 245L);
    assertThat(splits(DATE.plusDays(1), 1000).get(0).estimatedSamples()).isBetween(715L, 725L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5"})
  void guessesByTheSizeOfChunksWhereABlockDoesNotSay(String stated) throws IOException {
    oneHour(4, 25);
    state(stated);

    // 6,000 samples that are dearer than usual.
    assertThat(splits(DATE, 8_000_000).get(0).estimatedSamples()).isBetween(1_000L, 100_000L);
  }

  @Test
  void believesNoNumberThatTheChunksHaveNoRoomFor() throws IOException {
    oneHour(4, 25);
    state("9223372036854775807");

    assertThat(splits(DATE, 100_000)).hasSizeLessThan(10);
  }

  private void state(String samples) throws IOException {
    Path meta = folder.resolve("01JB0EXAMP1E0F0A0B10CK0000").resolve("meta.json");
    String json = Files.readString(meta);
    Files.writeString(
        meta, json.replaceFirst("\"numSamples\": \\d+", "\"numSamples\": " + samples));
    assertThat(Files.readString(meta)).isNotEqualTo(json);
  }
}
