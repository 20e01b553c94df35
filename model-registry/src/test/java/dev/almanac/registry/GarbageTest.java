package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.CommitLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GarbageTest {

  private static final OptionalInt ALL = OptionalInt.empty();

  @TempDir Path folder;
  private BlobStore store;
  private Registry registry;

  @BeforeEach
  void publishFourVersions() {
    store = BlobStores.open(folder.resolve("archive").toString());
    registry = new Registry(store);
    for (int i = 0; i < 4; i++) {
      Models.publish(registry, "demand", folder);
    }
  }

  private static VersionId id(int number) {
    return new VersionId("demand", number);
  }

  private Registry after(Duration time) {
    return new Registry(
        store, Clock.offset(Clock.systemUTC(), time), () -> CommitLock.take(store, Duration.ZERO));
  }

  private List<String> keys() {
    return store.list("").stream()
        .map(BlobInfo::key)
        .filter(key -> !key.startsWith("locks/"))
        .toList();
  }

  private void put(String key) {
    assertThat(store.putIfAbsent(key, key.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  @Test
  void findsNoneWhereEverythingIsNamed() {
    Garbage garbage = registry.garbage(ALL);

    assertThat(garbage).isEqualTo(new Garbage(List.of(), List.of(), List.of()));
  }

  @Test
  void leavesAloneWhatIsNoneOfTheRegistrys() {
    put("samples/day=2026-11-23/a.parquet");
    put("registry/notes.txt");
    put("registry/files/readme");
    List<String> before = keys();

    registry.collect(ALL, CHANGE);

    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void removesFilesThatAKilledPublicationShowed() {
    List<String> before = keys();
    String key = RegistryLayout.file(registry.begin("demand"), "parameters.bin");
    put(key);
    Registry later = after(GarbageCollector.PATIENCE.plusHours(1));

    assertThat(later.garbage(ALL).blobs()).extracting(BlobInfo::key).containsExactly(key);
    later.collect(ALL, CHANGE);

    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void leavesFilesThatAPublicationHasJustShown() {
    put(RegistryLayout.file(registry.begin("demand"), "parameters.bin"));
    List<String> before = keys();

    after(GarbageCollector.PATIENCE.minusHours(1)).collect(ALL, CHANGE);

    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void removesFilesOfADamagedVersionThatWasDeletedWhenTheyAreOld() {
    store.delete(RegistryLayout.version(id(4)));
    put(RegistryLayout.version(id(4)));

    registry.delete(id(4), CHANGE);
    assertThat(store.list("registry/files/")).hasSize(8);
    assertThat(store.stat(RegistryLayout.version(id(4)))).isEmpty();

    after(GarbageCollector.PATIENCE.plusHours(1)).collect(ALL, CHANGE);
    assertThat(store.list("registry/files/")).hasSize(6);
  }

  @Test
  void leavesAPublicationThatIsOnItsWay() {
    Publication publication = registry.begin("demand");
    List<StagedFile> staged = Models.stage(registry, publication, folder, "parameters.bin");

    after(GarbageCollector.PATIENCE.minusHours(1)).collect(ALL, CHANGE);

    assertThat(registry.publish(publication, Models.details(), staged).number()).isEqualTo(5);
  }

  @Test
  void removesWhatWasStoredLongAgoAndNeverShown() {
    Publication publication = registry.begin("demand");
    Models.stage(registry, publication, folder, "parameters.bin");
    Registry later = after(GarbageCollector.PATIENCE.plusHours(1));

    assertThat(later.garbage(ALL).unfinished())
        .containsExactly(RegistryLayout.file(publication, "parameters.bin"));
    later.collect(ALL, CHANGE);

    assertThat(store.discardPending(key -> true)).isZero();
  }

  @Test
  void leavesWhatOthersHavePending() {
    store.prepare("samples/day=2026-11-23/a.parquet", Models.file(folder, "x"));

    after(Duration.ofDays(400)).collect(ALL, CHANGE);

    assertThat(store.discardPending(key -> true)).isEqualTo(1);
  }

  @Test
  void saysBeforehandExactlyWhatItWouldDo() {
    registry.promote(id(1), "champion", CHANGE);
    List<String> before = keys();

    Garbage planned = registry.garbage(OptionalInt.of(1));

    assertThat(keys()).isEqualTo(before);
    assertThat(registry.collect(OptionalInt.of(1), CHANGE)).isEqualTo(planned);
    assertThat(planned.versions()).containsExactly(id(2), id(3));
    assertThat(planned.blobs()).hasSize(6);
    assertThat(planned.bytes()).isPositive();
    assertThat(registry.garbage(OptionalInt.of(1)).blobs()).isEmpty();
  }

  @Test
  void keepsTheNewestVersionsOfEachModel() {
    Models.publish(registry, "supply", folder);

    registry.collect(OptionalInt.of(2), CHANGE);

    assertThat(registry.versions("demand")).extracting(ModelVersion::number).containsExactly(3, 4);
    assertThat(registry.versions("supply")).hasSize(1);
  }

  @Test
  void keepsWhatAnAliasNamesAndWhatItWouldGoBackTo() {
    registry.promote(id(1), "champion", CHANGE);
    registry.promote(id(2), "champion", CHANGE);
    registry.promote(id(3), "champion", CHANGE);

    registry.collect(OptionalInt.of(1), CHANGE);

    assertThat(registry.versions("demand"))
        .extracting(ModelVersion::number)
        .containsExactly(2, 3, 4);
    assertThat(registry.rollBack("demand", "champion", CHANGE).version()).isEqualTo(2);
    assertThat(registry.verify(version -> {})).isEmpty();
  }

  @Test
  void removesTheReportsOnADeletedVersion() {
    GateReport report = new Gate(GateRule.DEFAULT).judge(Models.evaluation());
    registry.admit(id(3), report, "train");
    registry.admit(id(4), report, "train");

    registry.delete(id(3), CHANGE);

    assertThat(registry.reports(id(3))).isEmpty();
    assertThat(registry.reports(id(4))).containsExactly(report);
  }

  @Test
  void refusesToDeleteWhatAnAliasNames() {
    registry.promote(id(2), "champion", CHANGE);

    assertThatThrownBy(() -> registry.delete(id(2), CHANGE))
        .isInstanceOf(RegistryException.class)
        .hasMessage("alias champion names demand v2; let it name another version first");
    assertThat(registry.find(id(2))).isPresent();
  }

  @Test
  void neverUsesTheNumberOfADeletedVersionAgain() {
    registry.delete(id(4), CHANGE);

    assertThat(registry.versions("demand")).hasSize(3);
    assertThat(Models.publish(registry, "demand", folder).number()).isEqualTo(5);
  }

  @Test
  void removesNothingWhereADocumentCannotBeRead() {
    store.delete(RegistryLayout.version(id(4)));
    put(RegistryLayout.version(id(4)));
    List<String> before = keys();

    assertThatThrownBy(() -> registry.collect(ALL, CHANGE))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining(RegistryLayout.version(id(4)) + ": expected JSON");
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void removesNothingWhereADocumentWasLost() {
    store.delete(RegistryLayout.version(id(2)));
    List<String> before = keys();

    assertThatThrownBy(() -> registry.collect(ALL, CHANGE))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("demand v2 is neither there nor deleted");
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void removesNothingWhereAnAliasNamesWhatWasLost() {
    registry.promote(id(4), "champion", CHANGE);
    store.delete(RegistryLayout.version(id(4)));
    List<String> before = keys();

    assertThatThrownBy(() -> registry.collect(ALL, CHANGE))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("alias champion names demand v4, which is not there");
    assertThat(keys()).isEqualTo(before);
  }

  @Test
  void goesOnWhenALostVersionIsDeleted() {
    store.delete(RegistryLayout.version(id(2)));

    registry.delete(id(2), CHANGE);
    after(GarbageCollector.PATIENCE.plusHours(1)).collect(ALL, CHANGE);

    assertThat(registry.verify(version -> {})).isEmpty();
    assertThat(store.list("registry/files/")).hasSize(6);
  }
}
