package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.backup.ComponentRestore.Existing;
import dev.almanac.backup.component.ComponentException;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.backup.component.ComponentSource;
import dev.almanac.backup.component.GatheredFiles;
import dev.almanac.backup.component.ModelFiles;
import dev.almanac.blob.PendingBlob;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Components on their way into an archive. */
class ComponentsTest extends ComponentsCase {

  @Test
  void showsNothingBeforeTheCommit() {
    List<ComponentOutcome> outcomes = Components.stage(store, List.of(configuration()));

    assertThat(outcomes.get(0).staged()).isPresent();
    assertThat(stored()).isEmpty();
  }

  @Test
  void leavesWhatAnotherBackupIsPreparing() {
    List<ComponentOutcome> others = Components.stage(store, List.of(configuration()));
    PendingBlob pending = others.get(0).staged().orElseThrow().pending();

    BackupCommit.commit(plan(), List.of());

    assertThat(store.publish(pending)).isTrue();
  }

  @Test
  void discardsItsOwnComponentWhereAnotherBackupShowedTheSameMeanwhile() {
    List<ComponentOutcome> slow = Components.stage(store, List.of(configuration()));
    PendingBlob others =
        Components.stage(store, List.of(configuration())).get(0).staged().orElseThrow().pending();
    store.publish(others);

    BackupCommit.commit(plan().with(slow), List.of());

    assertThat(store.pending()).isEmpty();
    assertThat(stored()).containsExactly(others.key());
  }

  @Test
  void storesAnUnchangedComponentOnce() {
    backup(configuration());

    ComponentOutcome again = Components.stage(store, List.of(configuration())).get(0);

    assertThat(again.staged().orElseThrow().pending()).isNull();
    assertThat(stored()).containsExactly(again.staged().orElseThrow().component().key());
  }

  @Test
  void storesAnUnchangedEncryptedComponentOnce() throws IOException {
    Path key = key("correct horse battery staple");
    backup(configuration(Optional.of(key)));

    backup(configuration(Optional.of(key)));

    assertThat(stored()).hasSize(1);
  }

  @Test
  void keepsSecretsWhereTheyAreEncrypted() throws IOException {
    Path key = key("k".repeat(32));
    Manifest backup = backup(configuration(Optional.of(key)));

    assertThat(backup.components()).allMatch(ArchivedComponent::encrypted);
    assertThatThrownBy(() -> restore(backup, Optional.empty()))
        .hasMessageContaining("configuration/files is encrypted; give the key file");
    restore(backup, Optional.of(ComponentKey.read(key)));
    assertThat(restored("auth.yml")).hasContent("password: hunter2");
  }

  @Test
  void doesNotStoreInTheClearWhereTheKeyIsMissing() {
    ComponentOutcome outcome =
        Components.stage(store, List.of(configuration(Optional.of(folder.resolve("no-key")))))
            .get(0);

    assertThat(outcome.staged()).isEmpty();
    assertThat(outcome.problems())
        .containsExactly(
            "the key file " + folder.resolve("no-key") + " cannot be read: NoSuchFileException");
  }

  @Test
  void commitsTheDataWhereAComponentFailsAndSaysForEverWhatIsMissing() {
    ComponentSource down =
        new FailingSource(new ComponentException("no Grafana answers at http://g"));

    Manifest backup = backup(down, configuration());

    assertThat(backup.components())
        .extracting(ArchivedComponent::title)
        .containsExactly("configuration/files");
    assertThat(backup.source().losses())
        .containsExactly("component dashboards/grafana is missing: no Grafana answers at http://g");
  }

  @Test
  void doesNotLoseTheDataToADefectOfAComponent() {
    Manifest backup = backup(new FailingSource(new IllegalStateException("a defect")));

    assertThat(backup.source().losses())
        .containsExactly(
            "component dashboards/grafana is missing: java.lang.IllegalStateException: a defect");
  }

  @Test
  void doesNotPutAnOlderVersionInThePlaceOfAFailedOne() {
    backup(new FixedSource("v1"));

    Manifest later = backup(new FailingSource(new ComponentException("down")));

    assertThat(later.components()).isEmpty();
  }

  @Test
  void isTheSameBackupWhereSnapshotAndComponentsAreTheSame() {
    assertThat(backup(configuration()).id()).isEqualTo(backup(configuration()).id());
    assertThat(new Catalog(store).ids()).hasSize(1);
  }

  @Test
  void isAnotherBackupOfTheSameSnapshotWhereAComponentChanged() throws IOException {
    Manifest first = backup(configuration());
    Files.writeString(etc.resolve("prometheus.yml"), "global: {scrape_interval: 15s}\n");

    Manifest second = backup(configuration());

    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(new Catalog(store).ids()).hasSize(2);
    assertThat(new Catalog(store).resolve("latest").id()).isEqualTo(second.id());
    assertThat(new Catalog(store).backups()).containsExactly(first, second);
  }

  @Test
  void isNamedByItsBlocksAloneWithoutComponents() {
    assertThat(backup().id()).isEqualTo(plan().backupId());
  }

  @Test
  void refusesToListAComponentThatWasPrunedMeanwhile() {
    backup(configuration());
    ArchivePlan plan =
        plan().with(Components.stage(store, List.of(configuration(), new FixedSource("new"))));
    store.delete(stored().get(0));

    assertThatThrownBy(() -> BackupCommit.commit(plan, List.of()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("component configuration/files was removed");
  }

  @Test
  void packsTheModelsOfTheArchivesRegistry() {
    store.putIfAbsent("registry/cpu/1.model", new byte[] {1, 2, 3});

    Manifest backup = backup(ModelFiles.of(store));

    ComponentRestore.restore(
        store, backup, "models/registry", folder, Optional.empty(), Existing.REFUSE);
    assertThat(folder.resolve("models/registry/cpu/1.model"))
        .hasBinaryContent(new byte[] {1, 2, 3});
  }

  @Test
  void hasNoModelsWhereThereAreNone() {
    List<ComponentOutcome> outcomes =
        Components.stage(
            store, List.of(ModelFiles.of(store), ModelFiles.of(folder.resolve("none"))));

    assertThat(outcomes)
        .allMatch(outcome -> outcome.staged().isEmpty() && outcome.problems().isEmpty());
  }

  private record FailingSource(RuntimeException failure) implements ComponentSource {
    @Override
    public String kind() {
      return "dashboards";
    }

    @Override
    public String name() {
      return "grafana";
    }

    @Override
    public GatheredFiles gather() {
      throw failure;
    }
  }
}
