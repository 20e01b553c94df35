package dev.almanac.backup;

import dev.almanac.backup.component.ComponentException;
import dev.almanac.backup.component.ComponentKey;
import dev.almanac.backup.component.PackedComponent;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedComponent;
import dev.almanac.catalog.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts components of a backup back into a folder, each as {@code <folder>/<kind>/<name>/…}. A
 * component is checked against its digest, and unpacked as a whole beside its place before a file
 * of it is shown.
 */
public final class ComponentRestore {

  /** What to do where a component was restored before. */
  public enum Existing {
    /** Leave everything as it is, and say so. */
    REFUSE,
    /** Replace files of the same path, and leave the others. */
    REPLACE
  }

  private final BlobStore store;
  private final Path into;
  private final Optional<ComponentKey> key;
  private final Existing existing;

  private ComponentRestore(
      BlobStore store, Path into, Optional<ComponentKey> key, Existing existing) {
    this.store = store;
    this.into = into;
    this.key = key;
    this.existing = existing;
  }

  /**
   * Restores components.
   *
   * @param wanted a kind ({@code dashboards}), or a kind and a name ({@code dashboards/grafana})
   * @param key for those that are encrypted
   * @return what was restored, in order of titles
   * @throws ComponentException where the backup has none of it, one is damaged, its key is missing
   *     or another, or there are files already and they may not be replaced
   */
  public static List<ArchivedComponent> restore(
      BlobStore store,
      Manifest backup,
      String wanted,
      Path into,
      Optional<ComponentKey> key,
      Existing existing) {
    List<ArchivedComponent> components =
        backup.components().stream()
            .filter(c -> c.kind().equals(wanted) || c.title().equals(wanted))
            .toList();
    if (components.isEmpty()) {
      throw new ComponentException(
          "backup " + backup.id() + " has no component \"" + wanted + "\"; it has " + has(backup));
    }
    ComponentRestore restore = new ComponentRestore(store, into, key, existing);
    components.forEach(restore::refuseWhatCannotBe);
    components.forEach(restore::restore);
    return components;
  }

  private static String has(Manifest backup) {
    return backup.components().isEmpty()
        ? "none"
        : backup.components().stream()
            .map(ArchivedComponent::title)
            .collect(Collectors.joining(", "));
  }

  private Path target(ArchivedComponent component) {
    return into.resolve(component.kind()).resolve(component.name());
  }

  /** What can be known before anything is written. */
  private void refuseWhatCannotBe(ArchivedComponent component) {
    if (component.encrypted() && key.isEmpty()) {
      throw new ComponentException(
          component.title() + " is encrypted; give the key file it was encrypted with");
    }
    Path target = target(component);
    if (existing == Existing.REFUSE && Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      throw new ComponentException(
          target + " is there already; restore into another folder, or allow files to be replaced");
    }
  }

  private void restore(ArchivedComponent component) {
    String place = component.title() + " (" + store.location() + "/" + component.key() + ")";
    Path target = target(component);
    try (ScratchFolder scratch = ScratchFolder.create()) {
      Path packed = scratch.path().resolve("component");
      fetch(component, packed, place);
      Files.createDirectories(target.getParent());
      try (ScratchFolder unpacked = ScratchFolder.in(target.getParent())) {
        unpack(component, packed, unpacked.path(), place);
        show(unpacked.path(), target);
      }
    } catch (FileAlreadyExistsException e) {
      throw new ComponentException(e.getFile() + " is in the way of " + component.title(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void fetch(ArchivedComponent component, Path packed, String place) throws IOException {
    try (InputStream stored = store.open(component.key())) {
      Files.copy(stored, packed);
    }
    String found = PackedComponent.sha256(packed);
    if (!found.equals(component.sha256())) {
      throw new ComponentException(
          "%s is damaged: SHA-256 expected %s, found %s; restore it from another backup"
              .formatted(place, component.sha256(), found));
    }
  }

  private void unpack(ArchivedComponent component, Path packed, Path folder, String place)
      throws IOException {
    long files =
        component.encrypted()
            ? PackedComponent.unpack(packed, folder, place, key.orElseThrow())
            : PackedComponent.unpack(packed, folder, place);
    if (files != component.files()) {
      throw new ComponentException(
          place + ": expected " + component.files() + " files, found " + files);
    }
  }

  private void show(Path unpacked, Path target) throws IOException {
    for (Path file : filesBelow(unpacked)) {
      Path shown = target.resolve(unpacked.relativize(file));
      refuseLinks(target, shown.getParent());
      Files.createDirectories(shown.getParent());
      if (existing == Existing.REPLACE) {
        Files.move(file, shown, StandardCopyOption.REPLACE_EXISTING);
      } else {
        Files.move(file, shown);
      }
    }
  }

  /** A link below the target would lead a replaced file somewhere else. */
  private static void refuseLinks(Path target, Path folder) {
    for (Path at = folder; at.startsWith(target); at = at.getParent()) {
      if (Files.isSymbolicLink(at)) {
        throw new ComponentException(
            at + " is a link; nothing is restored through it. Remove it, or restore elsewhere");
      }
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (var all = Files.walk(folder)) {
      all.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
          .sorted()
          .forEach(files::add);
    }
    return files;
  }
}
