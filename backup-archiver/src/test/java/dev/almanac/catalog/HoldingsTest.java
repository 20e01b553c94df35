package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.series.TimeRange;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HoldingsTest {

  private static final LocalDate SATURDAY = LocalDate.of(2026, 11, 21);
  private static final LocalDate SUNDAY = LocalDate.of(2026, 11, 22);

  private static final ArchivedFile OLD = file(SATURDAY, "old");
  private static final ArchivedFile MORE = file(SATURDAY, "more");
  private static final ArchivedFile REWRITTEN = file(SATURDAY, "rewritten");
  private static final ArchivedFile NEXT = file(SUNDAY, "next");

  private static ArchivedFile file(LocalDate day, String name) {
    return new ArchivedFile(
        "samples", day, "samples/day=" + day + "/" + name + ".parquet", 1, "0".repeat(64), 1, 0, 0);
  }

  private static Manifest backup(int number, List<ArchivedBlock> blocks, ArchivedFile... files) {
    Manifest named = Manifests.named("20261122T23000%dZ-00000000".formatted(number));
    return new Manifest(
        named.id(),
        named.takenAt(),
        named.writtenAt(),
        named.writer(),
        named.source(),
        blocks,
        List.of(
            new ArchivedComponent(
                "models", "champion", "components/" + number, 1, "0".repeat(64), 1, false)),
        Arrays.asList(files),
        Map.of(),
        named.totals());
  }

  private static Manifest backup(int number, ArchivedFile... files) {
    return backup(number, List.of(), files);
  }

  private static ArchivedBlock block(LocalDate day, int fromHour, int untilHour) {
    long midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    return new ArchivedBlock(
        "0".repeat(26),
        new TimeRange(midnight + fromHour * 3_600_000L, midnight + untilHour * 3_600_000L),
        2,
        "{}",
        "",
        ArchivedBlock.Rebuild.MODERN,
        List.of());
  }

  private static History history(ArchivedFile... files) {
    return new History(Instant.EPOCH, 400, List.of(files), Map.of());
  }

  private static FileState stateOf(ArchivedFile file, Holdings holdings) {
    return holdings.stateOf(file.key());
  }

  @Test
  void showsADayAsTheNewestBackupHasIt() {
    Holdings holdings =
        new Holdings(
            List.of(backup(1, OLD), backup(2, OLD, MORE), backup(3, REWRITTEN)), history());

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.SUPERSEDED);
    assertThat(stateOf(MORE, holdings)).isEqualTo(FileState.SUPERSEDED);
    assertThat(stateOf(REWRITTEN, holdings)).isEqualTo(FileState.LIVE);
    assertThat(holdings.shown(SATURDAY)).containsExactly(REWRITTEN);
    assertThat(holdings.files()).containsExactly(MORE, OLD, REWRITTEN);
  }

  @Test
  void showsADayThatTheNewestBackupHasNothingToDoWith() {
    Holdings holdings = new Holdings(List.of(backup(1, OLD), backup(2, NEXT)), history());

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.LIVE);
    assertThat(stateOf(NEXT, holdings)).isEqualTo(FileState.LIVE);
    assertThat(holdings.shown(SATURDAY)).containsExactly(OLD);
  }

  @Test
  void hidesADayOfWhichASnapshotSaysThatNothingIsLeft() {
    Holdings holdings =
        new Holdings(
            List.of(backup(1, OLD), backup(2, List.of(block(SATURDAY, 22, 24)))), history());

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.SUPERSEDED);
    assertThat(holdings.shown(SATURDAY)).isEmpty();
  }

  @Test
  void takesABlockThatEndsAtMidnightForNoPartOfTheNextDay() {
    Holdings holdings =
        new Holdings(
            List.of(backup(1, NEXT), backup(2, List.of(block(SATURDAY, 22, 24)))), history());

    assertThat(stateOf(NEXT, holdings)).isEqualTo(FileState.LIVE);
    assertThat(holdings.mentions(SATURDAY)).isTrue();
  }

  @Test
  void showsAgainWhatTheNewestBackupNeedsAgain() {
    Holdings holdings =
        new Holdings(List.of(backup(1, OLD), backup(2, REWRITTEN), backup(3, OLD)), history());

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.LIVE);
    assertThat(stateOf(REWRITTEN, holdings)).isEqualTo(FileState.SUPERSEDED);
  }

  @Test
  void knowsNothingOfWhatNoManifestNames() {
    Holdings holdings = new Holdings(List.of(backup(1, OLD)), history());

    assertThat(stateOf(MORE, holdings)).isEqualTo(FileState.DEBRIS);
    assertThat(holdings.namesComponent("components/1")).isTrue();
    assertThat(holdings.namesComponent("components/2")).isFalse();
  }

  @Test
  void keepsHistoryOfDaysThatNoBackupHasToDoWith() {
    Holdings holdings = new Holdings(List.of(backup(1, NEXT)), history(OLD));

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.HISTORY);
    assertThat(holdings.shown(SATURDAY)).containsExactly(OLD);
    assertThat(holdings.mentions(SATURDAY)).isFalse();
  }

  @Test
  void letsABackupReplaceTheHistoryOfADay() {
    Holdings holdings = new Holdings(List.of(backup(1, REWRITTEN)), history(OLD));

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.DEBRIS);
    assertThat(holdings.shown(SATURDAY)).containsExactly(REWRITTEN);
  }

  @Test
  void letsABackupTakeOverTheHistoryOfADay() {
    Holdings holdings = new Holdings(List.of(backup(1, OLD, MORE)), history(OLD));

    assertThat(stateOf(OLD, holdings)).isEqualTo(FileState.LIVE);
  }
}
