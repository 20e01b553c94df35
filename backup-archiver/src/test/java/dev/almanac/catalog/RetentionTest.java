package dev.almanac.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RetentionTest {

  /** Ten days, each with its backup at 23:00; it is the evening of the last. */
  private static final List<Manifest> BACKUPS =
      IntStream.rangeClosed(1, 10).mapToObj(RetentionTest::backup).toList();

  private static final Instant NOW = Instant.parse("2026-11-10T23:30:00Z");

  private static Manifest backup(int day) {
    Manifest named = Manifests.named("202611%02dT230000Z-00000000".formatted(day));
    return new Manifest(
        named.id(),
        Instant.parse("2026-11-%02dT23:00:00Z".formatted(day)),
        named.writtenAt(),
        named.writer(),
        named.source(),
        List.of(),
        List.of(),
        List.of(),
        named.salted(),
        named.totals());
  }

  private static Retention keep(int days, int last) {
    return new Retention(days, last, OptionalInt.empty());
  }

  private static List<Manifest> kept(Retention retention) {
    return retention.kept(BACKUPS, backup -> true, NOW);
  }

  private static List<Manifest> fromDay(int day) {
    return BACKUPS.subList(day - 1, BACKUPS.size());
  }

  @Test
  void keepsThirtyDaysUnlessToldOtherwise() {
    Instant soon = Instant.parse("2026-12-05T23:00:00Z");

    assertThat(Retention.DEFAULT.kept(BACKUPS, backup -> true, soon)).isEqualTo(fromDay(5));
  }

  @Test
  void keepsABackupThatIsExactlyAsOldAsAllowed() {
    Instant later = Instant.parse("2026-11-10T23:00:00Z");

    assertThat(keep(3, 1).kept(BACKUPS, backup -> true, later)).isEqualTo(fromDay(7));
    assertThat(keep(3, 1).kept(BACKUPS, backup -> true, later.plusMillis(1))).isEqualTo(fromDay(8));
  }

  @Test
  void keepsTheNewestBackupHoweverOldItIs() {
    assertThat(keep(0, 1).kept(BACKUPS, backup -> true, NOW.plusSeconds(1L << 32)))
        .isEqualTo(fromDay(10));
  }

  @Test
  void keepsTheLastOnesHoweverOldTheyAre() {
    assertThat(kept(keep(0, 4))).isEqualTo(fromDay(7));
    assertThat(kept(keep(5, 4))).isEqualTo(fromDay(6));
    assertThat(kept(keep(0, 100))).isEqualTo(BACKUPS);
  }

  @Test
  void keepsTheNewestWholeBackupAndAllThatAreNewer() {
    Set<String> damaged = Set.of(BACKUPS.get(9).id(), BACKUPS.get(8).id());

    assertThat(keep(0, 1).kept(BACKUPS, backup -> !damaged.contains(backup.id()), NOW))
        .isEqualTo(fromDay(8));
  }

  @Test
  void letsNothingGoWhereNoBackupIsWhole() {
    assertThatThrownBy(() -> keep(0, 1).kept(BACKUPS, backup -> false, NOW))
        .isInstanceOf(CatalogException.class)
        .hasMessageStartingWith("none of the 10 backups is whole, so none may go");
  }

  @Test
  void keepsABackupFromTheFuture() {
    assertThat(keep(0, 1).kept(BACKUPS, backup -> true, Instant.parse("2026-11-09T00:00:00Z")))
        .isEqualTo(fromDay(9));
  }

  @Test
  void keepsNothingOfNothing() {
    assertThat(keep(0, 1).kept(List.of(), backup -> false, NOW)).isEmpty();
  }

  @Test
  void refusesToKeepLessThanOneBackup() {
    assertThatThrownBy(() -> keep(30, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> keep(-1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Retention(1, 1, OptionalInt.of(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
