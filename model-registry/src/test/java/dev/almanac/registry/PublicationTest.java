package dev.almanac.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be published, and how a version is found again. */
class PublicationTest {

  @TempDir Path folder;
  private BlobStore store;
  private Registry registry;
  private Publication publication;

  @BeforeEach
  void begin() {
    store = BlobStores.open(folder.resolve("archive").toString());
    registry = new Registry(store);
    publication = registry.begin("demand");
  }

  private void requireNothingIsThere() {
    assertThat(registry.models()).isEmpty();
    assertThat(store.list("registry/")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Demand", "1st", "a.b", "a/b", "-a", "a b", "ä"})
  void refusesNamesThatSomeStoreCannotHold(String model) {
    assertThatThrownBy(() -> registry.begin(model))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + model + "\"");
  }

  @Test
  void takesNamesOfFortyEightCharacters() {
    Models.publish(registry, "m".repeat(48), folder);

    assertThat(registry.models()).containsExactly("m".repeat(48));
    assertThatThrownBy(() -> registry.begin("m".repeat(49)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void hasKeysThatFitWhereNamesAreAsLongAsTheyMayBe() {
    Publication longest = registry.begin("m".repeat(48));

    ModelVersion version =
        registry.publish(
            longest, Models.details(), Models.stage(registry, longest, folder, "f".repeat(80)));

    assertThat(registry.read(version, "f".repeat(80))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/a", "a/", "../a", "a/../b", ".a", "a b", "a//b", "a\\b"})
  void refusesFilesThatSomeStoreCannotHold(String name) {
    Path file = Models.file(folder, "x");

    assertThatThrownBy(() -> registry.stage(publication, name, file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\"");
  }

  @Test
  void refusesAVersionWithoutFiles() {
    assertThatThrownBy(() -> registry.publish(publication, Models.details(), List.of()))
        .isInstanceOf(RegistryException.class)
        .hasMessage("this cannot be published: demand v1 has no file; a version has one at least");
    requireNothingIsThere();
  }

  @Test
  void refusesAFileThatIsTheFolderOfAnother() {
    List<StagedFile> staged = Models.stage(registry, publication, folder, "stages", "stages/0");

    assertThatThrownBy(() -> registry.publish(publication, Models.details(), staged))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("stages is a file and the folder of stages/0");
    requireNothingIsThere();
  }

  @Test
  void refusesAFileThatIsStagedTwice() {
    List<StagedFile> staged = Models.stage(registry, publication, folder, "a", "a");

    assertThatThrownBy(() -> registry.publish(publication, Models.details(), staged))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("listed twice");
    requireNothingIsThere();
  }

  @Test
  void refusesAFileOfAnotherPublication() {
    List<StagedFile> staged = Models.stage(registry, registry.begin("demand"), folder, "a");

    assertThatThrownBy(() -> registry.publish(publication, Models.details(), staged))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("was staged for");
    requireNothingIsThere();
  }

  @Test
  void saysWhichFileCannotBeStaged() {
    Path missing = folder.resolve("missing");

    assertThatThrownBy(() -> registry.stage(publication, "a", missing))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void publishesFilesThatOtherProcessesStaged() throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(Models.stage(registry, publication, folder, "a").get(0));
    }

    StagedFile arrived =
        (StagedFile)
            new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    ModelVersion version =
        registry.publish(arrived.publication(), Models.details(), List.of(arrived));

    assertThat(registry.read(version, "a")).isNotEmpty();
  }

  @Test
  void findsAVersionByNumberByAliasAndTheNewest() {
    ModelVersion first = Models.publish(registry, "demand", folder);
    ModelVersion second = Models.publish(registry, "demand", folder);
    registry.promote(first.id(), "champion", Models.CHANGE);

    assertThat(registry.resolve("demand", "1")).isEqualTo(first);
    assertThat(registry.resolve("demand", "v2")).isEqualTo(second);
    assertThat(registry.resolve("demand", "champion")).isEqualTo(first);
    assertThat(registry.resolve("demand", "latest")).isEqualTo(second);
  }

  @Test
  void saysWhatThereIsWhereAVersionIsNotFound() {
    Models.publish(registry, "demand", folder);
    registry.promote(new VersionId("demand", 1), "canary", Models.CHANGE);

    assertThatThrownBy(() -> registry.resolve("supply", "1"))
        .hasMessageEndingWith("; it holds [demand]");
    assertThatThrownBy(() -> registry.resolve("demand", "7"))
        .hasMessageEndingWith("; the newest is 1");
    for (String wanted : List.of("champion", "", "../x", "99999999999")) {
      assertThatThrownBy(() -> registry.resolve("demand", wanted))
          .isInstanceOf(RegistryException.class)
          .hasMessage(
              "demand has no version or alias "
                  + wanted
                  + "; it has versions up to 1, and the aliases [canary]");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest", "v1", "7", "Champion", ""})
  void refusesAliasesThatMeanSomethingElse(String alias) {
    VersionId id = Models.publish(registry, "demand", folder).id();

    assertThatThrownBy(() -> registry.promote(id, alias, Models.CHANGE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
