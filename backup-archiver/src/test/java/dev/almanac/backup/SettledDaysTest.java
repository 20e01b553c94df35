package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.catalog.ArchivedBlock;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import dev.almanac.series.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettledDaysTest {

  private static final LocalDate DAY = LocalDate.of(2026, 11, 21);
  private static final long MIDNIGHT = SnapshotFolder.MIDNIGHT;
  private static final long HOUR = SnapshotFolder.HOUR;

  private static ArchivedBlock block(int number, long fromHour, long untilHour) {
    return new ArchivedBlock(
        "01JB0EXAMP1E0F0A0B10CK%04d".formatted(number),
        new TimeRange(MIDNIGHT + fromHour * HOUR, MIDNIGHT + untilHour * HOUR),
        2,
        "{}",
        "",
        ArchivedBlock.Rebuild.MODERN,
        List.of(new ArchivedBlock.BlockFile("index", number, "0".repeat(64))));
  }

  private static ArchivedFile file(long fromHour, long toHour) {
    return new ArchivedFile(
        "samples",
        DAY,
        "samples/day=2026-11-21/x-" + fromHour + ".parquet",
        1,
        "0".repeat(64),
        1,
        MIDNIGHT + fromHour * HOUR,
        MIDNIGHT + toHour * HOUR - 1);
  }

  private static Manifest backup(String id, List<ArchivedBlock> blocks, List<ArchivedFile> files) {
    return new Manifest(
        id,
        Instant.EPOCH,
        Instant.EPOCH,
        "test",
        new Manifest.Source("here", "", List.of()),
        blocks,
        List.of(),
        files,
        Map.of(),
        new Manifest.Totals(new TimeRange(0, 1), 1, 1, 0, 1, 1, 1, 1));
  }

  private static boolean settled(
      List<ArchivedBlock> blocks, List<ArchivedFile> shown, Manifest... earlier) {
    return SettledDays.contain(DAY, blocks, List.of(earlier), shown);
  }

  private static final String ID = "20261121T000000Z-00000001";
  private static final String NEWER = "20261122T000000Z-00000001";

  @Test
  void areNoneWhereNothingIsArchived() {
    assertThat(settled(List.of(block(1, 0, 2)), List.of())).isFalse();
  }

  @Test
  void areThoseOfBackupsOfTheSameBlocks() {
    List<ArchivedBlock> blocks = List.of(block(1, 0, 2), block(2, 2, 4));
    List<ArchivedFile> files = List.of(file(0, 4));

    assertThat(settled(blocks, files, backup(ID, blocks, files), backup(NEWER, blocks, files)))
        .isTrue();
  }

  @Test
  void takeNoNoticeOfBlocksOfOtherDays() {
    List<ArchivedFile> files = List.of(file(0, 2));
    Manifest old = backup(ID, List.of(block(1, 0, 2)), files);

    assertThat(settled(List.of(block(1, 0, 2), block(3, 24, 26)), files, old)).isTrue();
  }

  @Test
  void areNotSettledWhereABlockIsNewOrGone() {
    List<ArchivedFile> files = List.of(file(0, 2));
    Manifest old = backup(ID, List.of(block(1, 0, 2)), files);

    assertThat(settled(List.of(block(1, 0, 2), block(2, 2, 4)), files, old)).isFalse();
    assertThat(settled(List.of(block(2, 0, 2)), files, old)).isFalse();
  }

  @Test
  void areNotSettledWhereFilesHoldMoreThanTheBlocksShow() {
    List<ArchivedBlock> blocks = List.of(block(1, 2, 4));
    List<ArchivedFile> files = List.of(file(0, 4));

    assertThat(settled(blocks, files, backup(ID, blocks, files))).isFalse();
  }

  @Test
  void areNotSettledWhereAFileReachesOverAGapBetweenBlocks() {
    List<ArchivedBlock> blocks = List.of(block(1, 0, 2), block(2, 4, 6));
    List<ArchivedFile> files = List.of(file(0, 6));

    assertThat(settled(blocks, files, backup(ID, blocks, files))).isFalse();
  }

  @Test
  void areNotSettledWhereTheirFilesWereSuperseded() {
    List<ArchivedBlock> before = List.of(block(1, 0, 4));
    Manifest old = backup(ID, before, List.of(file(0, 4)));
    Manifest newer = backup(NEWER, List.of(block(2, 0, 4)), List.of(file(1, 4)));

    assertThat(settled(before, newer.files(), old, newer)).isFalse();
  }
}
