package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.PendingBlob;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.CommitLock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of versions, each under the id of its publication; every read proves the digest. */
final class FileFolder {

  private final BlobStore store;

  FileFolder(BlobStore store) {
    this.store = store;
  }

  /** Moves a file's bytes into the store; nobody sees them yet. */
  StagedFile stage(Publication publication, String name, Path file) {
    String key = RegistryLayout.file(publication, name);
    String sha256;
    try (InputStream content = Files.newInputStream(file)) {
      sha256 = Sha256.of(content, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read: " + e, e);
    }
    PendingBlob pending = store.prepare(key, file);
    return new StagedFile(publication, new ModelFile(name, pending.size(), sha256), pending);
  }

  /** Whether any of these can be seen already, because they were shown before. */
  boolean isShown(List<StagedFile> files) {
    return files.stream()
        .anyMatch(
            file ->
                store
                    .stat(RegistryLayout.file(file.publication(), file.file().name()))
                    .isPresent());
  }

  /**
   * Shows staged files, and makes sure that each is there, whole.
   *
   * @throws RegistryException where another file of the name is there
   */
  void show(List<StagedFile> files, CommitLock lock) {
    for (StagedFile file : files) {
      lock.check();
      if (!store.publish(file.pending())) {
        checkSame(file);
        store.discard(file.pending());
      }
    }
    for (StagedFile file : files) {
      checkSize(file.publication(), file.file());
    }
  }

  /** A publication that was cut short and is made again shows again what it has shown. */
  private void checkSame(StagedFile file) {
    String found;
    try (InputStream content =
        store.open(RegistryLayout.file(file.publication(), file.file().name()))) {
      found = Sha256.of(content, OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (!found.equals(file.file().sha256())) {
      throw new RegistryException(
          "%s is already there, with SHA-256 %s in place of %s"
              .formatted(place(file.publication(), file.file()), found, file.file().sha256()));
    }
  }

  private void checkSize(Publication publication, ModelFile file) {
    long found =
        store
            .stat(RegistryLayout.file(publication, file.name()))
            .orElseThrow(() -> new RegistryException(place(publication, file) + " is missing"))
            .size();
    if (found != file.size()) {
      throw new RegistryException(
          "%s: expected %d bytes, found %d"
              .formatted(place(publication, file), file.size(), found));
    }
  }

  /** The whole of a file. */
  byte[] read(ModelVersion version, String name) {
    ModelFile file = version.file(name);
    checkSize(version.publication(), file);
    if (file.size() > Integer.MAX_VALUE - 8) {
      throw new RegistryException(
          place(version.publication(), file) + " is too large to be read at once; copy it");
    }
    byte[] content =
        store.read(RegistryLayout.file(version.publication(), name), (int) file.size());
    checkDigest(version, file, Sha256.of(content));
    return content;
  }

  /**
   * Writes a file's content to a stream.
   *
   * @throws RegistryException where it was not what the version says; then it has been written
   */
  void copy(ModelVersion version, ModelFile file, OutputStream to) throws IOException {
    checkSize(version.publication(), file);
    try (InputStream content =
        store.open(RegistryLayout.file(version.publication(), file.name()))) {
      checkDigest(version, file, Sha256.of(content, to));
    }
  }

  private void checkDigest(ModelVersion version, ModelFile file, String found) {
    if (!found.equals(file.sha256())) {
      throw new RegistryException(
          "%s of %s: expected SHA-256 %s, found %s: it is damaged; restore it from a backup, or roll back to another version"
              .formatted(place(version.publication(), file), version.id(), file.sha256(), found));
    }
  }

  private String place(Publication publication, ModelFile file) {
    return store.location() + "/" + RegistryLayout.file(publication, file.name());
  }
}
