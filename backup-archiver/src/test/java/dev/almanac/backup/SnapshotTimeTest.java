package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.series.TimeRange;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTimeTest {

  private static final List<ArchivedBlock> BLOCKS = List.of(block(2_000, 9_000), block(0, 2_000));

  private static ArchivedBlock block(long from, long until) {
    String ulid = "01JB0EXAMP1E0F0A0B10CK%04d".formatted(from);
    return new ArchivedBlock(
        ulid, new TimeRange(from, until), 2, "{}", "", ArchivedBlock.Rebuild.MODERN, List.of());
  }

  @Test
  void isInTheNameThatPrometheusGave() {
    Path folder = Path.of("snapshots", "20261123T070017Z-09baab96c2ee1d90");

    assertThat(SnapshotTime.of(folder, BLOCKS)).isEqualTo(Instant.parse("2026-11-23T07:00:17Z"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data",
        "20261123T070017Z",
        "20261123T070017Z-copy",
        "20261323T070017Z-09baab96c2ee1d90",
        "20261123T250017Z-09baab96c2ee1d90",
        "/"
      })
  void isTheEndOfTheNewestBlockUnderAnyOtherName(String folder) {
    assertThat(SnapshotTime.of(Path.of(folder), BLOCKS)).isEqualTo(Instant.ofEpochMilli(9_000));
  }

  @Test
  void seesThroughDotsInThePath() {
    Path folder = Path.of("20261123T070017Z-09baab96c2ee1d90", "x", "..", ".");

    assertThat(SnapshotTime.of(folder, BLOCKS)).isEqualTo(Instant.parse("2026-11-23T07:00:17Z"));
  }
}
