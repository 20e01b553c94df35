package dev.almanac.backup;

import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.blob.Sha256;
import dev.almanac.catalog.ArchivedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Finds files that manifests name and that are gone from the store, or are no longer what was
 * written. A store that does not answer is no proof of either: it fails.
 */
final class LostFiles {

  private final BlobStore store;
  private final ArchivedFiles archived;

  /**
   * @param store stays its owner's to close
   */
  LostFiles(BlobStore store) {
    this.store = store;
    archived = new ArchivedFiles(store);
  }

  /**
   * Those of the files that are gone or have another size: what a listing can tell.
   *
   * @param inventory of the store, of a moment ago; a file that moved since is looked for once more
   */
  List<ArchivedFile> missing(List<ArchivedFile> files, Inventory inventory) {
    return files.stream().filter(file -> !inventory.holds(file) && !isThere(file)).toList();
  }

  /**
   * Those of the files that are gone or damaged; each is read to its end.
   *
   * @throws BlobException where the store fails
   */
  List<ArchivedFile> damaged(List<ArchivedFile> files) {
    return files.stream().filter(file -> !isThere(file) || !isUndamaged(file)).toList();
  }

  private boolean isThere(ArchivedFile file) {
    for (String key : List.of(file.key(), file.supersededKey(), file.key())) {
      if (store.stat(key).map(BlobInfo::size).filter(size -> size == file.size()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private boolean isUndamaged(ArchivedFile file) {
    try (InputStream content = archived.open(file)) {
      return Sha256.of(content, OutputStream.nullOutputStream()).equals(file.sha256());
    } catch (IOException e) {
      throw new UncheckedIOException(store.location() + ": " + file.key() + " cannot be read", e);
    }
  }
}
