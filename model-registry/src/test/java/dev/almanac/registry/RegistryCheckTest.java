package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryCheckTest {

  @TempDir Path folder;
  private Path root;
  private BlobStore store;
  private Registry registry;
  private ModelVersion version;
  private String file;

  @BeforeEach
  void publish() {
    root = folder.resolve("archive");
    store = BlobStores.open(root.toString());
    registry = new Registry(store);
    Models.publish(registry, "demand", folder);
    version = Models.publish(registry, "demand", folder);
    registry.promote(version.id(), "champion", CHANGE);
    registry.admit(version.id(), new Gate(GateRule.DEFAULT).judge(Models.evaluation()), "train");
    file = RegistryLayout.file(version.publication(), "parameters.bin");
  }

  private List<Finding> findings() {
    return registry.verify(id -> {});
  }

  private void flipABit(String key) throws IOException {
    byte[] content = Files.readAllBytes(root.resolve(key));
    content[content.length / 2] ^= 1;
    Files.write(root.resolve(key), content);
  }

  @Test
  void findsNothingWhereEverythingIsAsItWasWritten() {
    List<VersionId> read = new ArrayList<>();

    assertThat(registry.verify(read::add)).isEmpty();
    assertThat(read).extracting(VersionId::number).containsExactly(1, 2);
  }

  @Test
  void namesADamagedFile() throws IOException {
    flipABit(file);

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).key()).isEqualTo(file);
    assertThat(findings().get(0).problem())
        .contains(file, "demand v2", "expected SHA-256 " + version.file("parameters.bin").sha256());
  }

  @Test
  void refusesToReadADamagedFile() throws IOException {
    flipABit(file);

    assertThatThrownBy(() -> registry.read(version, "parameters.bin"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("it is damaged");
    assertThatThrownBy(() -> registry.copy(version, folder.resolve("copy")))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("it is damaged");
    assertThat(registry.read(version, "stages/0/metadata")).isNotEmpty();
  }

  @Test
  void namesATruncatedFile() throws IOException {
    byte[] content = Files.readAllBytes(root.resolve(file));
    Files.write(root.resolve(file), Arrays.copyOf(content, 5));

    assertThat(findings()).extracting(Finding::key).containsExactly(file);
    assertThat(findings().get(0).problem())
        .endsWith("expected " + content.length + " bytes, found 5");
  }

  @Test
  void namesAMissingFile() {
    store.delete(file);

    assertThat(findings()).extracting(Finding::key).containsExactly(file);
    assertThat(findings().get(0).problem()).endsWith("is missing");
  }

  @Test
  void namesEveryDocumentOfWhichABitFlipped() throws IOException {
    registry.delete(new VersionId("demand", 1), CHANGE);
    List<String> documents =
        store.list("registry/").stream()
            .map(BlobInfo::key)
            .filter(key -> key.endsWith(".json"))
            .toList();
    assertThat(documents).hasSize(5); // a version, a deletion, two aliases, a report

    for (String document : documents) {
      byte[] before = Files.readAllBytes(root.resolve(document));
      flipABit(document);
      assertThat(findings()).as(document).isNotEmpty();
      assertThat(findings().get(0).problem()).as(document).contains(document);
      Files.write(root.resolve(document), before);
    }
    assertThat(findings()).isEmpty();
  }

  @Test
  void namesAVersionThatWasLost() {
    store.delete(RegistryLayout.version(new VersionId("demand", 1)));

    assertThat(findings())
        .containsExactly(
            new Finding(
                "registry/catalog/demand/00000001.json", "demand v1 is neither there nor deleted"));
  }

  @Test
  void namesAnAliasOfWhichAMoveWasLost() {
    registry.promote(new VersionId("demand", 1), "champion", CHANGE);
    store.delete("registry/aliases/demand/champion/00000001.json");

    assertThat(findings())
        .containsExactly(new Finding("registry/aliases/demand/champion/", "move 1 is missing"));
  }

  @Test
  void namesAnAliasThatNamesWhatIsNotThere() {
    store.delete(RegistryLayout.version(version.id()));

    assertThat(findings())
        .contains(
            new Finding(
                "registry/aliases/demand/champion/", "it names demand v2, which is not there"));
  }

  @Test
  void namesADocumentThatLiesUnderAnotherNumber() throws IOException {
    Files.copy(
        root.resolve("registry/catalog/demand/00000002.json"),
        root.resolve("registry/catalog/demand/00000003.json"));

    assertThat(findings()).hasSize(1);
    assertThat(findings().get(0).problem()).endsWith("expected demand v3, found demand v2");
  }

  @Test
  void namesWhatIsNoneOfTheRegistrys() {
    store.putIfAbsent("registry/notes.txt", new byte[1]);
    store.putIfAbsent("registry/catalog/Demand/00000001.json", new byte[1]);

    assertThat(findings())
        .containsExactly(
            new Finding("registry/catalog/Demand/00000001.json", "it is none of the registry's"),
            new Finding("registry/notes.txt", "it is none of the registry's"));
  }
}
