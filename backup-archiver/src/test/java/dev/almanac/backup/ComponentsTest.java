package dev.almanac.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.archive.ArchiveSettings;
import dev.almanac.backup.ComponentRestore.Existing;
import dev.almanac.backup.component.ComponentException;
import dev.almanac.backup.component.ComponentFile;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.backup.component.ComponentSource;
import dev.almanac.backup.component.ConfigurationFiles;
import dev.almanac.backup.component.FileContent;
import dev.almanac.backup.component.GatheredFiles;
import dev.almanac.backup.component.ModelFiles;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.blob.PendingBlob;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.BackupId;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Components on their way into an archive and back, with plans of no data. */
class ComponentsTest {

  private static final Instant TAKEN = Instant.parse("2026-11-23T23:00:00Z");

  @TempDir Path folder;
  private Path root;
  private Path etc;
  private BlobStore store;

  @BeforeEach
  void open() throws IOException {
    root = folder.resolve("archive");
    etc = Files.createDirectory(folder.resolve("etc"));
    Files.writeString(etc.resolve("prometheus.yml"), "global: {}\n");
    Files.writeString(etc.resolve("auth.yml"), "password: hunter2\n");
    store = BlobStores.open(root.toString());
  }

  @AfterEach
  void close() {
    store.close();
  }

  private ComponentSource configuration(Optional<Path> key) {
    return new ConfigurationFiles(
        "configuration", "files", List.of(etc.toString()), List.of(), true, etc, key);
  }

  private ComponentSource configuration() {
    return configuration(Optional.empty());
  }

  private Path key(String content) throws IOException {
    Path file =
        Files.createTempFile(
            folder,
            "key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private ArchivePlan plan() {
    Set<String> earlier = new Catalog(store).ids();
    return new ArchivePlan(
        BackupId.of(TAKEN, BackupDigest.of(List.of(), List.of())),
        TAKEN,
        new Manifest.Source("test", "", List.of()),
        "almanac test",
        "none",
        root.toString(),
        ArchiveSettings.DEFAULT.encodings(),
        List.of(),
        List.of(),
        Map.of(),
        List.of(),
        earlier,
        Map.of(),
        0,
        List.of(),
        List.of(),
        false,
        List.of());
  }

  private Manifest backup(ComponentSource... sources) {
    return BackupCommit.commit(plan().with(Components.stage(store, List.of(sources))), List.of());
  }

  private List<String> stored() {
    return store.list("components/").stream().map(BlobInfo::key).toList();
  }

  private List<ArchivedComponent> restore(Manifest backup, Optional<ComponentKey> key) {
    return ComponentRestore.restore(
        store, backup, "configuration", folder.resolve("out"), key, Existing.REFUSE);
  }

  private Path restored(String file) {
    return folder.resolve("out/configuration/files").resolve(file);
  }

  @Test
  void restoresWhatWasBackedUp() {
    Manifest backup = backup(configuration());

    assertThat(restore(backup, Optional.empty())).isEqualTo(backup.components());
    assertThat(restored("prometheus.yml")).hasContent("global: {}");
    assertThat(restored("auth.yml")).doesNotExist();
    assertThat(folder.resolve("out/configuration")).isDirectoryNotContaining("glob:**/.almanac*");
  }

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

  @Test
  void namesWhatTheBackupHasWhereAskedForSomethingElse() {
    Manifest backup = backup(configuration());

    assertThatThrownBy(
            () ->
                ComponentRestore.restore(
                    store, backup, "dashboards", folder, Optional.empty(), Existing.REFUSE))
        .isInstanceOf(ComponentException.class)
        .hasMessage(
            "backup "
                + backup.id()
                + " has no component \"dashboards\"; it has configuration/files");
  }

  @Test
  void leavesAloneWhatIsThereUnlessToldOtherwise() throws IOException {
    Manifest backup = backup(configuration());
    Files.createDirectories(restored(""));
    Files.writeString(restored("prometheus.yml"), "mine\n");
    Files.writeString(restored("other.yml"), "mine too\n");

    assertThatThrownBy(() -> restore(backup, Optional.empty()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is there already");
    assertThat(restored("prometheus.yml")).hasContent("mine");

    ComponentRestore.restore(
        store, backup, "configuration", folder.resolve("out"), Optional.empty(), Existing.REPLACE);
    assertThat(restored("prometheus.yml")).hasContent("global: {}");
    assertThat(restored("other.yml")).hasContent("mine too");
  }

  @Test
  void replacesNothingThroughALink() throws IOException {
    Manifest backup = backup(new FixedSource("x"));
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path target = Files.createDirectories(folder.resolve("out/dashboards/grafana"));
    Files.createSymbolicLink(target.resolve("sub"), outside);

    assertThatThrownBy(
            () ->
                ComponentRestore.restore(
                    store,
                    backup,
                    "dashboards",
                    folder.resolve("out"),
                    Optional.empty(),
                    Existing.REPLACE))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is a link");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void showsNothingOfADamagedComponent() throws IOException {
    Manifest backup = backup(configuration());
    Path file = root.resolve(backup.components().get(0).key());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.write(file, bytes);

    assertThatThrownBy(() -> restore(backup, Optional.empty()))
        .isInstanceOf(ComponentException.class)
        .hasMessageContaining("is damaged: SHA-256 expected");
    assertThat(folder.resolve("out")).doesNotExist();
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

  private record FixedSource(String content) implements ComponentSource {
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
      return GatheredFiles.of(
          List.of(
              new ComponentFile(
                  "sub/a.json", 0644, FileContent.of(content.getBytes(StandardCharsets.UTF_8)))));
    }
  }
}
