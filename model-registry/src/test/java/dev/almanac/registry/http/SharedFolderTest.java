package dev.almanac.registry.http;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;

class SharedFolderTest extends SharedArchiveContract {

  @Override
  BlobStore store(Path folder) {
    return BlobStores.open(folder.resolve("archive").toString());
  }

  @Override
  int published() {
    return 30;
  }
}
