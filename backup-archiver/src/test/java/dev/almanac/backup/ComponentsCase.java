package dev.almanac.backup;

import dev.almanac.archive.ArchiveSettings;
import dev.almanac.backup.ComponentRestore.Existing;
import dev.almanac.backup.component.ComponentFile;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.backup.component.ComponentSource;
import dev.almanac.backup.component.ConfigurationFiles;
import dev.almanac.backup.component.FileContent;
import dev.almanac.backup.component.GatheredFiles;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
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
import org.junit.jupiter.api.io.TempDir;

/** An archive of components alone, with plans of no data, and files to back up. */
abstract class ComponentsCase {

  private static final Instant TAKEN = Instant.parse("2026-11-23T23:00:00Z");

  @TempDir Path folder;
  Path root;
  Path etc;
  BlobStore store;

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

  ComponentSource configuration(Optional<Path> key) {
    return new ConfigurationFiles(
        "configuration", "files", List.of(etc.toString()), List.of(), true, etc, key);
  }

  ComponentSource configuration() {
    return configuration(Optional.empty());
  }

  Path key(String content) throws IOException {
    Path file =
        Files.createTempFile(
            folder,
            "key",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  ArchivePlan plan() {
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

  Manifest backup(ComponentSource... sources) {
    return BackupCommit.commit(plan().with(Components.stage(store, List.of(sources))), List.of());
  }

  List<String> stored() {
    return store.list("components/").stream().map(BlobInfo::key).toList();
  }

  List<ArchivedComponent> restore(Manifest backup, Optional<ComponentKey> key) {
    return ComponentRestore.restore(
        store, backup, "configuration", folder.resolve("out"), key, Existing.REFUSE);
  }

  Path restored(String file) {
    return folder.resolve("out/configuration/files").resolve(file);
  }

  record FixedSource(String content) implements ComponentSource {
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
