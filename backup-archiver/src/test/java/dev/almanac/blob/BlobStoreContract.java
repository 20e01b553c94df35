package dev.almanac.blob;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every {@link BlobStore} promises, by themes; a store is put to it by a class that opens one,
 * which has to be new to each test.
 */
abstract class BlobStoreContract
    implements BlobReadingContract,
        BlobKeysContract,
        WriteOnceContract,
        PendingBlobContract,
        BlobCopyContract {

  @TempDir Path files;

  private BlobStore store;

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() {
    store.close();
  }

  @Override
  public final BlobStore store() {
    return store;
  }

  @Override
  public final Path files() {
    return files;
  }
}
