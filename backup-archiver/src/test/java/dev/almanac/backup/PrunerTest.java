package dev.almanac.backup;

import static dev.almanac.backup.HandmadeArchive.component;
import static dev.almanac.backup.HandmadeArchive.file;
import static dev.almanac.backup.HandmadeArchive.id;
import static dev.almanac.backup.HandmadeArchive.manifest;
import static dev.almanac.backup.HandmadeArchive.night;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.CatalogException;
import dev.almanac.catalog.DrillLog;
import dev.almanac.catalog.DrillRecord;
import dev.almanac.catalog.HistoryLog;
import dev.almanac.catalog.Manifest;
import dev.almanac.catalog.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {

  /** The backup of each night holds that day and the one before. */
  private static final ArchivedFile ONE = file(1, 1);

  private static final ArchivedFile TWO = file(2, 2);
  private static final ArchivedFile THREE = file(3, 3);
  private static final ArchivedFile FOUR = file(4, 4);

  @TempDir Path root;
  private BlobStore store;
  private HandmadeArchive archive;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
    archive = new HandmadeArchive(store);
  }

  private void fourNights() {
    archive
        .write(manifest(1, ONE))
        .write(manifest(2, ONE, TWO))
        .write(manifest(3, TWO, THREE))
        .write(manifest(4, THREE, FOUR));
  }

  private Pruner pruner(int keepDays, int day, OptionalInt history) {
    return new Pruner(
        store, new Retention(keepDays, 1, history), Clock.fixed(night(day), ZoneOffset.UTC));
  }

  private PrunePlan prune(int keepDays, int day) {
    return pruner(keepDays, day, OptionalInt.empty()).prune();
  }

  private static String manifestOf(int day) {
    return Catalog.manifestKey(id(day));
  }

  private List<String> names(List<FileStep> steps) {
    return steps.stream().map(FileStep::key).toList();
  }

  @Test
  void removesWhatDrillsFoundOfBackupsThatGo() {
    fourNights();
    DrillLog drills = new DrillLog(store);
    for (int day = 1; day <= 4; day++) {
      drills.append(DrillRecord.of(id(day), night(day), Duration.ZERO, 1, false, List.of()));
    }

    prune(1, 4);

    assertThat(drills.newestKeys()).containsOnlyKeys(id(3), id(4));
  }

  @Test
  void removesOldBackupsAndTheFilesThatNoOtherNeeds() {
    fourNights();

    PrunePlan done = prune(1, 4);

    assertThat(done.removed()).extracting(Manifest::id).containsExactly(id(1), id(2));
    assertThat(done.kept()).extracting(Manifest::id).containsExactly(id(3), id(4));
    assertThat(names(done.removedFiles())).containsExactly(ONE.key());
    assertThat(done.removedBytes()).isEqualTo(ONE.size());
    assertThat(archive.keys())
        .containsExactlyInAnyOrder(
            manifestOf(3), manifestOf(4), TWO.key(), THREE.key(), FOUR.key());
    assertThat(archive.broken()).isEmpty();
  }

  @Test
  void changesNothingWhileAllBackupsAreYoung() {
    fourNights();
    Set<String> before = archive.keys();

    assertThat(prune(30, 4).removed()).isEmpty();

    assertThat(archive.keys()).isEqualTo(before);
  }

  @Test
  void saysBeforehandExactlyWhatItWouldDo() {
    fourNights();
    archive.put("samples/day=2026-11-01/debris.parquet");
    Set<String> before = archive.keys();

    PrunePlan planned = pruner(1, 4, OptionalInt.of(3)).plan();

    assertThat(archive.keys()).isEqualTo(before);
    assertThat(store.list("locks/")).isEmpty();
    assertThat(pruner(1, 4, OptionalInt.of(3)).prune()).isEqualTo(planned);
    assertThat(planned.removed()).hasSize(2);
    assertThat(planned.steps()).isNotEmpty();
  }

  @Test
  void findsNothingMoreToDoTheSecondTime() {
    fourNights();
    prune(1, 4);
    Set<String> after = archive.keys();

    PrunePlan second = prune(1, 4);

    assertThat(second.removed()).isEmpty();
    assertThat(second.steps()).isEmpty();
    assertThat(archive.keys()).isEqualTo(after);
  }

  @Test
  void removesSupersededFilesThatNoBackupNeedsAnyMore() {
    ArchivedFile rewritten = file(1, 2);
    archive.write(manifest(1, ONE)).write(manifest(2, rewritten));
    prune(30, 2);
    assertThat(archive.keys()).contains(ONE.supersededKey()).doesNotContain(ONE.key());

    prune(0, 3);

    assertThat(archive.keys()).containsExactlyInAnyOrder(manifestOf(2), rewritten.key());
  }

  @Test
  void keepsComponentsThatABackupNeeds() {
    archive
        .write(manifest(1, List.of(component("old")), ONE))
        .write(manifest(2, List.of(component("new")), ONE))
        .put("components/forgotten");

    PrunePlan done = prune(0, 3);

    assertThat(names(done.removedFiles()))
        .containsExactly("components/forgotten", "components/old");
    assertThat(archive.keys())
        .containsExactlyInAnyOrder(manifestOf(2), ONE.key(), "components/new");
  }

  @Test
  void leavesAloneWhatIsNoneOfABackups() {
    archive.write(manifest(1, ONE)).put("registry/models/1", "notes.txt");

    prune(0, 9);

    assertThat(archive.keys()).contains("registry/models/1", "notes.txt");
  }

  @Test
  void keepsHistoryThatNoBackupNeeds() {
    fourNights();

    PrunePlan done = pruner(0, 4, OptionalInt.of(2)).prune();

    assertThat(done.history().files()).containsExactly(TWO);
    assertThat(new HistoryLog(store).newest().files()).containsExactly(TWO);
    assertThat(new HistoryLog(store).newest().salted())
        .isEqualTo(Map.of(Map.of("__name__", "salted"), 42L));
    assertThat(archive.keys())
        .containsExactlyInAnyOrder(
            "history/00000001.json", manifestOf(4), TWO.key(), THREE.key(), FOUR.key());
  }

  private void keepTwoDaysOfHistory() {
    fourNights();
    pruner(0, 4, OptionalInt.of(2)).prune();
    assertThat(archive.keys()).contains(TWO.key(), "history/00000001.json");
  }

  @Test
  void keepsHistoryAsLongAsWasLastAskedFor() {
    keepTwoDaysOfHistory();

    prune(0, 4);
    assertThat(archive.keys()).contains(TWO.key());

    prune(0, 5);
    assertThat(archive.keys()).doesNotContain(TWO.key()).contains(THREE.key());
  }

  @Test
  void forgetsHistoryWhenAskedTo() {
    keepTwoDaysOfHistory();

    pruner(0, 4, OptionalInt.of(0)).prune();

    assertThat(archive.keys())
        .containsExactlyInAnyOrder("history/00000002.json", manifestOf(4), THREE.key(), FOUR.key());
  }

  @Test
  void keepsNoSupersededFilesAsHistory() {
    ArchivedFile rewritten = file(1, 2);
    archive.write(manifest(1, ONE)).write(manifest(2, rewritten)).write(manifest(3, THREE));

    PrunePlan done = pruner(0, 4, OptionalInt.of(400)).prune();

    assertThat(done.history().files()).containsExactly(rewritten);
    assertThat(archive.keys()).doesNotContain(ONE.key(), ONE.supersededKey());
  }

  @Test
  void keepsNoChunksAsHistory() {
    archive.write(manifest(1, ONE, file("chunks", 1, 1))).write(manifest(3, THREE));

    PrunePlan done = pruner(0, 4, OptionalInt.of(400)).prune();

    assertThat(done.history().files()).containsExactly(ONE);
  }

  @Test
  void leavesHistoryToABackupThatTakesItUp() {
    keepTwoDaysOfHistory();
    archive.write(manifest(5, TWO, FOUR));

    PrunePlan done = prune(0, 5);

    assertThat(done.history().files()).containsExactly(THREE);
    assertThat(archive.keys()).contains(TWO.key(), THREE.key(), FOUR.key());
  }

  @Test
  void keepsTheNewestWholeBackupWhereNewerOnesAreDamaged() {
    fourNights();
    store.delete(FOUR.key());

    PrunePlan done = prune(0, 9);

    assertThat(done.kept()).extracting(Manifest::id).containsExactly(id(3), id(4));
    assertThat(archive.keys()).contains(TWO.key(), THREE.key());
  }

  @Test
  void removesNothingWhereNoBackupIsWhole() {
    fourNights();
    store.delete(TWO.key());
    store.delete(ONE.key());
    store.delete(FOUR.key());
    Set<String> before = archive.keys();

    assertThatThrownBy(() -> prune(0, 9))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("none of the 4 backups is whole");
    assertThat(archive.keys()).isEqualTo(before);
  }

  @Test
  void removesNothingWhereAManifestCannotBeRead() {
    fourNights();
    store.putIfAbsent(manifestOf(5), new byte[] {'{', '}'});
    Set<String> before = archive.keys();

    assertThatThrownBy(() -> prune(0, 9))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining(manifestOf(5));
    assertThat(archive.keys()).isEqualTo(before);
  }

  @Test
  void removesNothingWhereThereIsNoBackupAtAll() {
    archive.put(ONE.key());

    assertThat(prune(0, 9).steps()).isEmpty();
    assertThat(archive.keys()).containsExactly(ONE.key());
  }
}
