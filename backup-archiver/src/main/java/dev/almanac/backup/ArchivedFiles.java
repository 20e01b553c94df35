package dev.almanac.backup;

import dev.almanac.archive.ArchiveInput;
import dev.almanac.blob.BlobException;
import dev.almanac.blob.BlobInfo;
import dev.almanac.blob.BlobStore;
import dev.almanac.catalog.ArchivedFile;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;

/**
 * Reads the files that manifests name wherever they lie: under their own keys, or under {@code
 * superseded/}. A commit may move them at any time, in either direction; a file is copied before it
 * is removed, so it is always at one of the two. Safe for use by several threads.
 */
public final class ArchivedFiles {

  private final BlobStore store;

  /**
   * @param store stays its owner's to close
   */
  public ArchivedFiles(BlobStore store) {
    this.store = store;
  }

  /**
   * What is known of a file at its place of this moment.
   *
   * @throws BackupException where it is gone
   */
  public BlobInfo locate(ArchivedFile file) {
    return wherever(file, file.key(), key -> store.stat(key).orElseThrow(() -> missing(file)));
  }

  /**
   * The file as a stream; the caller closes it.
   *
   * @throws BackupException where it is gone
   */
  public InputStream open(ArchivedFile file) {
    return wherever(file, file.key(), store::open);
  }

  /**
   * The file to read by ranges, which may be moved between any two of them.
   *
   * @throws BackupException where it is gone
   */
  public ArchiveInput input(ArchivedFile file) {
    return new Input(file, locate(file));
  }

  /** Reads at the likely place, and at the others where the file is not there. */
  private <T> T wherever(ArchivedFile file, String likely, Function<String, T> read) {
    // The second look at its own key is for a file that came back while we looked.
    for (String key : List.of(likely, file.key(), file.supersededKey(), file.key())) {
      try {
        return read.apply(key);
      } catch (BlobException | BackupException e) {
        if (store.stat(key).isPresent()) {
          throw e;
        }
      }
    }
    throw missing(file);
  }

  private BackupException missing(ArchivedFile file) {
    return new BackupException(
        "%s lacks %s (and %s), which was written by a backup; bring it back from a copy of the archive"
            .formatted(store.location(), file.key(), file.supersededKey()));
  }

  private final class Input implements ArchiveInput {

    private final ArchivedFile file;
    private final long size;
    private volatile String place;

    Input(ArchivedFile file, BlobInfo found) {
      this.file = file;
      size = found.size();
      place = found.key();
    }

    @Override
    public String name() {
      return file.key();
    }

    @Override
    public long size() {
      return size;
    }

    @Override
    public void read(long position, byte[] into, int offset, int length) {
      place =
          wherever(
              file,
              place,
              key -> {
                store.read(key, position, into, offset, length);
                return key;
              });
    }
  }
}
