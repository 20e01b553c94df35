package dev.almanac.backup;

import dev.almanac.archive.ArchiveKind;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.ArchivedFile;
import dev.almanac.catalog.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Which files lie in an archive at one moment: data, live and superseded, and components. */
final class Inventory {

  private static final String COMPONENTS = "components/";

  private final Map<String, Long> sizes = new TreeMap<>();

  private Inventory() {}

  static Inventory of(BlobStore store) {
    Inventory inventory = new Inventory();
    for (ArchiveKind kind : ArchiveKind.OF_PARTS) {
      inventory.add(store.list(kind.folder() + "/"));
    }
    inventory.add(store.list(ArchivedFile.SUPERSEDED));
    inventory.add(store.list(COMPONENTS));
    return inventory;
  }

  private void add(List<BlobInfo> blobs) {
    blobs.forEach(blob -> sizes.put(blob.key(), blob.size()));
  }

  OptionalLong size(String key) {
    Long size = sizes.get(key);
    return size == null ? OptionalLong.empty() : OptionalLong.of(size);
  }

  boolean holds(String key) {
    return sizes.containsKey(key);
  }

  /** Whether a file is here, by its size, at either of the places where it may lie. */
  boolean holds(ArchivedFile file) {
    return hasSize(file.key(), file.size()) || hasSize(file.supersededKey(), file.size());
  }

  /** The keys under which data files that lie here were published, wherever they lie now. */
  Set<String> dataKeys() {
    Set<String> keys = new TreeSet<>();
    for (String key : sizes.keySet()) {
      if (!key.startsWith(COMPONENTS)) {
        keys.add(
            key.startsWith(ArchivedFile.SUPERSEDED)
                ? key.substring(ArchivedFile.SUPERSEDED.length())
                : key);
      }
    }
    return keys;
  }

  List<String> componentKeys() {
    return sizes.keySet().stream().filter(key -> key.startsWith(COMPONENTS)).toList();
  }

  /** Whether everything a backup needs is here, by names and sizes. */
  boolean isWhole(Manifest backup) {
    return missing(backup).isEmpty();
  }

  /** The keys of what a backup needs and is not here, or has another size. */
  List<String> missing(Manifest backup) {
    List<String> missing = new ArrayList<>();
    for (ArchivedFile file : backup.files()) {
      if (!holds(file)) {
        missing.add(file.key());
      }
    }
    for (ArchivedComponent component : backup.components()) {
      if (!hasSize(component.key(), component.size())) {
        missing.add(component.key());
      }
    }
    return missing;
  }

  private boolean hasSize(String key, long size) {
    Long found = sizes.get(key);
    return found != null && found == size;
  }
}
