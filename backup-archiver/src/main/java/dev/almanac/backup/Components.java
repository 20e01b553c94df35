package dev.almanac.backup;

import dev.almanac.archive.ArchiveLayout;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.backup.component.ComponentSource;
import dev.almanac.backup.component.GatheredFiles;
import dev.almanac.backup.component.PackedComponent;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.PendingBlob;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.Catalog;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Brings components into an archive, unseen: {@link BackupCommit} shows them. One whose content the
 * archive has costs nothing.
 *
 * <p>A component that cannot be had never stands in the way of the data: it becomes a problem of
 * its {@link ComponentOutcome}, and the backup is made without it. An older version is not put in
 * its place.
 */
public final class Components {

  static final String FOLDER = "components/";

  private final BlobStore store;
  private final List<Manifest> earlier;

  private Components(BlobStore store) {
    this.store = store;
    earlier = new Catalog(store).backups();
  }

  /**
   * Gathers, packs and stages what these sources have, one outcome for each.
   *
   * @throws BlobException where the archive cannot be written to
   */
  public static List<ComponentOutcome> stage(BlobStore store, List<ComponentSource> sources) {
    Components components = new Components(store);
    return sources.stream().map(components::stage).toList();
  }

  private ComponentOutcome stage(ComponentSource source) {
    GatheredFiles gathered;
    try (ScratchFolder scratch = ScratchFolder.create()) {
      PackedComponent packed;
      try {
        gathered = source.gather();
        if (gathered.files().isEmpty()) {
          return new ComponentOutcome(
              source.title(), Optional.empty(), gathered.excluded(), gathered.problems());
        }
        packed = pack(source, gathered, scratch.path().resolve("component"));
      } catch (IOException | RuntimeException e) {
        // Whatever it is, and be it a defect: the data is worth more than a component.
        return new ComponentOutcome(
            source.title(), Optional.empty(), List.of(), List.of(sentence(e)));
      }
      return new ComponentOutcome(
          source.title(),
          Optional.of(stage(source, packed)),
          gathered.excluded(),
          gathered.problems());
    }
  }

  private static String sentence(Exception e) {
    return e.getClass().getName().startsWith("dev.almanac.") && e.getMessage() != null
        ? e.getMessage()
        : e.toString();
  }

  private PackedComponent pack(ComponentSource source, GatheredFiles gathered, Path into)
      throws IOException {
    Optional<Path> keyFile = source.encryptWith();
    return keyFile.isEmpty()
        ? PackedComponent.pack(gathered.files(), into)
        : PackedComponent.pack(
            gathered.files(), into, ComponentKey.read(keyFile.get()), earlierHeader(source));
  }

  /** The beginning of the newest encrypted component of this title. */
  private Optional<byte[]> earlierHeader(ComponentSource source) {
    for (int i = earlier.size() - 1; i >= 0; i--) {
      for (ArchivedComponent component : earlier.get(i).components()) {
        if (component.title().equals(source.title())
            && component.encrypted()
            && component.size() >= PackedComponent.HEADER_BYTES
            && store.stat(component.key()).isPresent()) {
          byte[] header = new byte[PackedComponent.HEADER_BYTES];
          store.read(component.key(), 0, header, 0, header.length);
          return Optional.of(header);
        }
      }
    }
    return Optional.empty();
  }

  private StagedComponent stage(ComponentSource source, PackedComponent packed) {
    String key = ArchiveLayout.componentKey(packed.sha256());
    PendingBlob pending = store.stat(key).isPresent() ? null : store.prepare(key, packed.file());
    return new StagedComponent(
        new ArchivedComponent(
            source.kind(),
            source.name(),
            key,
            packed.size(),
            packed.sha256(),
            packed.files(),
            packed.encrypted()),
        pending);
  }

  /** What these outcomes will have the manifest list. */
  static List<StagedComponent> staged(List<ComponentOutcome> outcomes) {
    List<StagedComponent> staged = new ArrayList<>();
    outcomes.forEach(outcome -> outcome.staged().ifPresent(staged::add));
    return staged;
  }
}
