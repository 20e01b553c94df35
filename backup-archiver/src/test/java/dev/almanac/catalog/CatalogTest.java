package dev.almanac.catalog;

import static dev.almanac.catalog.Manifests.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogTest {

  private static final String OLD = "20261122T230000Z-00000001";
  private static final String NOON = "20261123T120000Z-ffffffff";
  private static final String NIGHT = "20261123T230000Z-00000002";

  @TempDir Path root;
  private BlobStore store;
  private Catalog catalog;

  @BeforeEach
  void openTheArchive() {
    store = BlobStores.open(root.toString());
    catalog = new Catalog(store);
  }

  private void hold(String... ids) {
    for (String id : ids) {
      put(Catalog.manifestKey(id), Manifests.named(id));
    }
  }

  private void put(String key, Manifest manifest) {
    assertThat(store.putIfAbsent(key, ManifestCodec.write(manifest))).isTrue();
  }

  @Test
  void holdsNothingAtFirst() {
    assertThat(catalog.ids()).isEmpty();
    assertThat(catalog.backups()).isEmpty();
  }

  @Test
  void listsBackupsOldestFirst() {
    hold(NIGHT, OLD, NOON);

    assertThat(catalog.ids()).containsExactly(OLD, NOON, NIGHT);
    assertThat(catalog.backups()).extracting(Manifest::id).containsExactly(OLD, NOON, NIGHT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "backups/20261123T120000Z-ffffffff/manifest.json.part",
        "backups/20261123T120000Z-ffffffff/notes/manifest.json",
        "backups/20261123T120000Z-ffffffff/blocks.json",
        "backups/yesterday/manifest.json",
        "backups/manifest.json"
      })
  void knowsNoBackupWithoutItsManifest(String key) {
    hold(OLD);
    put(key, Manifests.named(NOON));

    assertThat(catalog.ids()).containsExactly(OLD);
    assertThat(catalog.find(NOON)).isEmpty();
    assertThat(catalog.resolve("latest").id()).isEqualTo(OLD);
  }

  @Test
  void findsABackupByItsId() {
    hold(OLD, NOON);

    assertThat(catalog.find(NOON)).contains(Manifests.named(NOON));
  }

  @ParameterizedTest
  @ValueSource(strings = {NIGHT, "", "latest", "../" + OLD, "20261122"})
  void findsNothingUnderAnotherName(String id) {
    hold(OLD, NOON);

    assertThat(catalog.find(id)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    OLD + "," + OLD,
    "20261122," + OLD,
    "20261123T1," + NOON,
    "20261123T230000Z-," + NIGHT,
    "2026-11-22," + OLD,
    "2026-11-23," + NIGHT,
    "latest," + NIGHT
  })
  void resolvesWhatAPersonMeans(String wanted, String id) {
    hold(NIGHT, OLD, NOON);

    assertThat(catalog.resolve(wanted).id()).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261124", "2026-11-24", "2026-11", "yesterday", "Latest", ".", ""})
  void refusesWhatFitsNoBackup(String wanted) {
    hold(OLD, NOON);

    assertThatThrownBy(() -> catalog.resolve(wanted))
        .isInstanceOf(CatalogException.class)
        .hasMessage("there is no backup \"%s\" in %s; there is %s, %s", wanted, root, OLD, NOON);
  }

  @Test
  void refusesWhatFitsSeveral() {
    hold(OLD, NOON, NIGHT);

    assertThatThrownBy(() -> catalog.resolve("20261123"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("several backups begin with 20261123: %s, %s; name one of them", NOON, NIGHT);
  }

  @Test
  void saysSoWhereThereIsNoBackupAtAll() {
    assertThatThrownBy(() -> catalog.resolve("latest"))
        .isInstanceOf(CatalogException.class)
        .hasMessage("there is no backup in " + root);
  }

  @Test
  void namesTheNewestOfMany() {
    for (int day = 1; day <= 10; day++) {
      hold("202611%02dT230000Z-00000000".formatted(day));
    }

    assertThatThrownBy(() -> catalog.resolve("2025"))
        .isInstanceOf(CatalogException.class)
        .hasMessageContaining("there is 20261103T230000Z-00000000, 20261104T")
        .hasMessageEndingWith("20261110T230000Z-00000000 and 2 older");
  }

  @Test
  void refusesAManifestThatLiesUnderAnotherId() {
    put(Catalog.manifestKey(NOON), Manifests.named(OLD));

    assertThatThrownBy(() -> catalog.find(NOON))
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/backups/%s/manifest.json: expected the manifest of %s, found that of %s",
            root, NOON, NOON, OLD);
  }

  @Test
  void namesTheManifestItCannotRead() {
    store.putIfAbsent(Catalog.manifestKey(NOON), utf8("{}"));

    assertThatThrownBy(() -> catalog.backups())
        .isInstanceOf(CatalogException.class)
        .hasMessage(
            "%s/backups/%s/manifest.json: expected a whole number of 64 bits in \"format\", found"
                + " nothing",
            root, NOON);
  }
}
