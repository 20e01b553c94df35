package dev.almanac.registry;

import dev.almanac.blob.BlobStore;
import dev.almanac.blob.BlobStores;
import java.nio.file.Path;

class DirectoryRegistryTest extends RegistryContract {

  @Override
  BlobStore store(Path scratch) {
    return BlobStores.open(scratch.resolve("archive").toString());
  }
}
