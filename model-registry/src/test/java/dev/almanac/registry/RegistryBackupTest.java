package dev.almanac.registry;

import static dev.almanac.registry.Models.CHANGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.almanac.backup.Pruner;
import dev.almanac.backup.component.ComponentFile;
import dev.almanac.backup.component.GatheredFiles;
import dev.almanac.backup.component.ModelFiles;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import dev.almanac.catalog.Retention;
import dev.almanac.catalog.StoreProbe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code almanac backup} and {@code almanac prune} make of a registry. */
class RegistryBackupTest {

  @TempDir Path folder;
  private BlobStore store;
  private Registry registry;

  @BeforeEach
  void publish() {
    store = BlobStores.open(folder.resolve("archive").toString());
    registry = new Registry(store);
    Models.publish(registry, "demand", folder);
    registry.promote(new VersionId("demand", 1), "champion", CHANGE);
  }

  /** Puts gathered files where a registry is looked for. */
  private Registry restore(GatheredFiles gathered, String name) throws IOException {
    Path root = folder.resolve(name);
    for (ComponentFile file : gathered.files()) {
      Path target = root.resolve("registry").resolve(file.path());
      Files.createDirectories(target.getParent());
      try (InputStream content = file.content().open()) {
        Files.copy(content, target);
      }
    }
    return new Registry(BlobStores.open(root.toString()));
  }

  @Test
  void isWholeWhenItIsRestored() throws IOException {
    Registry restored = restore(ModelFiles.of(store).gather(), "restored");

    assertThat(restored.versions("demand")).isEqualTo(registry.versions("demand"));
    assertThat(restored.history("demand", "champion"))
        .isEqualTo(registry.history("demand", "champion"));
    assertThat(restored.verify(id -> {})).isEmpty();
  }

  @Test
  void isWholeWhenItWasGatheredWhileAVersionWasPublishedAndPromoted() throws IOException {
    for (int call = 0; ; call++) {
      boolean[] happened = new boolean[1];
      BlobStore interrupted =
          StoreProbe.beforeCall(
              call,
              store,
              () -> {
                happened[0] = true;
                VersionId id = Models.publish(registry, "demand", folder).id();
                registry.promote(id, "champion", CHANGE);
              });

      GatheredFiles gathered = ModelFiles.of(interrupted).gather();

      if (!happened[0]) {
        assertThat(call).isGreaterThan(3);
        return;
      }
      assertThat(restore(gathered, "restored-" + call).verify(id -> {}))
          .as("published before call %d", call)
          .isEmpty();
    }
  }

  @Test
  void isNoneOfAPrunesBusiness() {
    List<String> before = store.list("registry/").stream().map(BlobInfo::key).toList();

    new Pruner(store, Retention.DEFAULT, Clock.systemUTC()).prune();

    assertThat(store.list("registry/").stream().map(BlobInfo::key).toList()).isEqualTo(before);
    assertThat(registry.verify(id -> {})).isEmpty();
  }
}
